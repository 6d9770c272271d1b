package dev.serin.reader;

import dev.serin.base.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides about every function and class that a file names: known to the reader, on the caller's
 * list, or not to be had. Names are compared exactly; dotted names reach into other objects and are
 * never accepted.
 */
public final class Globals {
  private static final Map<String, String> RENAMED =
      Map.of("__builtin__", "builtins", "copy_reg", "copyreg");

  private static final Set<String> SCALARS =
      Set.of(
          "bool",
          "bool_",
          "int8",
          "int16",
          "int32",
          "int64",
          "uint8",
          "uint16",
          "uint32",
          "uint64",
          "int_",
          "uint",
          "intc",
          "uintc",
          "intp",
          "uintp",
          "longlong",
          "ulonglong",
          "float16",
          "float32",
          "float64",
          "longdouble",
          "complex64",
          "complex128",
          "str_",
          "bytes_",
          "object_",
          "void",
          "ndarray",
          "memmap",
          "dtype",
          "record");

  /** What the reader interprets or keeps inert by itself. */
  private static final Map<String, Set<String>> KNOWN =
      Map.ofEntries(
          Map.entry(
              "builtins",
              Set.of(
                  "set",
                  "frozenset",
                  "slice",
                  "list",
                  "dict",
                  "tuple",
                  "complex",
                  "bytearray",
                  "bytes",
                  "object",
                  "range",
                  "int",
                  "float",
                  "str",
                  "bool",
                  "DeprecationWarning",
                  "FutureWarning")),
          Map.entry("collections", Set.of("OrderedDict", "defaultdict", "Counter")),
          Map.entry("copyreg", Set.of("_reconstructor", "__newobj__", "__newobj_ex__")),
          Map.entry("_codecs", Set.of("encode")),
          Map.entry("functools", Set.of("partial")),
          Map.entry("numpy", SCALARS),
          Map.entry("numpy.core.multiarray", Set.of("_reconstruct", "scalar")),
          Map.entry("numpy._core.multiarray", Set.of("_reconstruct", "scalar")),
          Map.entry("numpy.core.numeric", Set.of("_frombuffer")),
          Map.entry("numpy._core.numeric", Set.of("_frombuffer")),
          Map.entry("numpy.ma", Set.of("MaskedArray")),
          Map.entry("numpy.ma.core", Set.of("MaskedArray", "MaskedConstant", "_mareconstruct")),
          Map.entry("numpy.random", Set.of("__RandomState_ctor", "RandomState", "Generator")),
          Map.entry("numpy.random.mtrand", Set.of("RandomState", "__randomstate_ctor")),
          Map.entry(
              "numpy.random._pickle",
              Set.of("__bit_generator_ctor", "__generator_ctor", "__randomstate_ctor")),
          Map.entry("numpy.random._generator", Set.of("Generator")),
          Map.entry("numpy.random._mt19937", Set.of("MT19937")),
          Map.entry("numpy.random._pcg64", Set.of("PCG64", "PCG64DXSM")),
          Map.entry("numpy.random._philox", Set.of("Philox")),
          Map.entry("numpy.random._sfc64", Set.of("SFC64")),
          Map.entry(
              "numpy.random.bit_generator",
              Set.of("SeedSequence", "SeedlessSeedSequence", "__pyx_unpickle_SeedSequence")),
          Map.entry("joblib.numpy_pickle", Set.of("NumpyArrayWrapper")),
          Map.entry("sklearn.externals.joblib.numpy_pickle", Set.of("NumpyArrayWrapper")));

  /** Top packages whose names in a model file can only be meant to run something. */
  private static final Set<String> RUNNERS =
      Set.of(
          "__main__",
          "__mp_main__",
          "builtins",
          "cloudpickle",
          "dill",
          "posix",
          "nt",
          "os",
          "subprocess",
          "sys",
          "shutil",
          "socket",
          "ctypes",
          "importlib",
          "runpy",
          "pty",
          "code",
          "codeop",
          "marshal",
          "types",
          "pickle",
          "_pickle",
          "webbrowser",
          "multiprocessing",
          "threading",
          "asyncio",
          "operator",
          "_operator",
          "timeit",
          "pdb",
          "bdb",
          "cProfile",
          "profile",
          "pip",
          "pydoc",
          "platform",
          "commands",
          "tempfile",
          "pathlib",
          "io",
          "_io",
          "urllib",
          "http",
          "ftplib",
          "smtplib",
          "requests",
          "inspect",
          "gc",
          "atexit",
          "signal",
          "_posixsubprocess",
          "site",
          "linecache",
          "imp",
          "zipimport",
          "pkgutil",
          "doctest");

  private final Allowed allowed;
  private final PersistentIds outside;

  /** Knows what the reader knows by itself, and these. */
  public Globals(Allowed allowed) {
    this(allowed, PersistentIds.NONE);
  }

  Globals(Allowed allowed, PersistentIds outside) {
    this.allowed = allowed;
    this.outside = outside;
  }

  /** What stands for a reference to something outside of the file. */
  Optional<Node> outside(Node reference) {
    return outside.node(reference);
  }

  /** The name as Python 3 spells it. */
  static Node.Global named(String module, String name) {
    return new Node.Global(RENAMED.getOrDefault(module, module), name);
  }

  /** Why it may not stand in the file; empty when it may. */
  Optional<Verdict> against(Node.Global global) {
    String module = global.module();
    String name = global.name();
    if (name.indexOf('.') >= 0) {
      return Optional.of(new Verdict("UNSUPPORTED_CLASS", global));
    }
    if (KNOWN.getOrDefault(module, Set.of()).contains(name)) {
      return Optional.empty();
    }
    if (RUNNERS.contains(module.split("\\.", 2)[0])) {
      return Optional.of(new Verdict("CUSTOM_CODE", global));
    }
    return allowed.allows(module, name)
        ? Optional.empty()
        : Optional.of(new Verdict("UNSUPPORTED_CLASS", global));
  }

  /**
   * Refuses a global that may not stand in the file.
   *
   * @param path where it stands among the steps, such as {@code Pipeline.steps[1]}
   */
  public void require(Node.Global global, String place, String path) {
    against(global)
        .ifPresent(
            verdict -> {
              throw verdict.refusal(place, path);
            });
  }

  /** A refusal code for this global. */
  record Verdict(String code, Node.Global global) {

    /** Whether reading on, to find the place in the pipeline, makes no sense. */
    boolean atOnce() {
      return code.equals("CUSTOM_CODE") && !global.module().endsWith("main__");
    }

    Problem.Raised refusal(String place, String path) {
      String named = Shown.name(global.qualified());
      String what = path.isEmpty() ? "the file names " + named : path + " is " + named;
      String where = path.isEmpty() ? place : path + " (" + place + ")";
      if (code.equals("CUSTOM_CODE")) {
        return Refusals.refused(
            code,
            () -> where,
            what + ": that is code of its own, and code in a model file is never run",
            "move it out of the model, or build it from classes of the library");
      }
      return Refusals.refused(
          code,
          () -> where,
          what + ": only known classes can be read",
          "move it out of the model and save the model again");
    }
  }
}
