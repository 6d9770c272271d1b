package dev.serin.reader;

import java.util.Optional;
import java.util.function.Consumer;

/** The opcodes of pickle protocols 0 to 5, each with what it does to the machine. */
enum Opcode {
  MARK('(', Machine::mark),
  STOP('.', Machine::stop),
  POP('0', Machine::drop),
  POP_MARK('1', Machine::dropToMark),
  DUP('2', Machine::duplicate),
  FLOAT('F', Machine::textFloat),
  INT('I', Machine::textInt),
  BININT('J', machine -> machine.whole(machine.source().i32())),
  BININT1('K', machine -> machine.whole(machine.source().u8())),
  LONG('L', Machine::textLong),
  BININT2('M', machine -> machine.whole(machine.source().u16())),
  NONE('N', machine -> machine.push(Node.NONE)),
  PERSID('P', Machine::persistentLine),
  BINPERSID('Q', Machine::persistent),
  REDUCE('R', Machine::reduce),
  STRING('S', Machine::textString),
  BINSTRING('T', machine -> machine.latin1(machine.source().u32())),
  SHORT_BINSTRING('U', machine -> machine.latin1(machine.source().u8())),
  UNICODE('V', Machine::textUnicode),
  BINUNICODE('X', machine -> machine.text(machine.source().u32())),
  APPEND('a', Machine::append),
  BUILD('b', Machine::build),
  GLOBAL('c', Machine::global),
  DICT('d', Machine::dict),
  EMPTY_DICT('}', machine -> machine.container(new Node.DictNode())),
  APPENDS('e', Machine::appends),
  GET('g', machine -> machine.recall(machine.textIndex())),
  BINGET('h', machine -> machine.recall(machine.source().u8())),
  INST('i', Machine::inst),
  LONG_BINGET('j', machine -> machine.recall(machine.source().u32())),
  LIST('l', Machine::list),
  EMPTY_LIST(']', machine -> machine.container(new Node.ListNode())),
  OBJ('o', Machine::obj),
  PUT('p', machine -> machine.remember(machine.textIndex())),
  BINPUT('q', machine -> machine.remember(machine.source().u8())),
  LONG_BINPUT('r', machine -> machine.remember(machine.source().u32())),
  SETITEM('s', Machine::setItem),
  TUPLE('t', Machine::tuple),
  EMPTY_TUPLE(')', machine -> machine.tuple(0)),
  SETITEMS('u', Machine::setItems),
  BINFLOAT('G', machine -> machine.real(machine.source().bigEndianDouble())),
  PROTO(0x80, Machine::protocol),
  NEWOBJ(0x81, Machine::newObject),
  EXT1(0x82, Machine::extension),
  EXT2(0x83, Machine::extension),
  EXT4(0x84, Machine::extension),
  TUPLE1(0x85, machine -> machine.tuple(1)),
  TUPLE2(0x86, machine -> machine.tuple(2)),
  TUPLE3(0x87, machine -> machine.tuple(3)),
  NEWTRUE(0x88, machine -> machine.push(new Node.Bool(true))),
  NEWFALSE(0x89, machine -> machine.push(new Node.Bool(false))),
  LONG1(0x8a, machine -> machine.longBytes(machine.source().u8())),
  LONG4(0x8b, machine -> machine.longBytes(machine.source().u32())),
  BINBYTES('B', machine -> machine.bytes(machine.source().u32())),
  SHORT_BINBYTES('C', machine -> machine.bytes(machine.source().u8())),
  SHORT_BINUNICODE(0x8c, machine -> machine.text(machine.source().u8())),
  BINUNICODE8(0x8d, machine -> machine.text(machine.source().i64())),
  BINBYTES8(0x8e, machine -> machine.bytes(machine.source().i64())),
  EMPTY_SET(0x8f, machine -> machine.container(new Node.SetNode())),
  ADDITEMS(0x90, Machine::addItems),
  FROZENSET(0x91, Machine::frozenSet),
  NEWOBJ_EX(0x92, Machine::newObjectWithKeywords),
  STACK_GLOBAL(0x93, Machine::stackGlobal),
  MEMOIZE(0x94, Machine::memoize),
  FRAME(0x95, machine -> machine.source().i64()),
  BYTEARRAY8(0x96, machine -> machine.bytes(machine.source().i64())),
  NEXT_BUFFER(0x97, Machine::outOfBand),
  READONLY_BUFFER(0x98, Machine::outOfBand);

  private static final Opcode[] BY_CODE = new Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;
  private final Consumer<Machine> step;

  Opcode(int code, Consumer<Machine> step) {
    this.code = code;
    this.step = step;
  }

  static Optional<Opcode> of(int code) {
    return Optional.ofNullable(BY_CODE[code]);
  }

  void run(Machine machine) {
    step.accept(machine);
  }
}
