package dev.serin.reader.skops;

import dev.serin.base.Json;
import dev.serin.reader.Allowed;
import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.reader.Refusals;
import dev.serin.reader.Zip;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A skops archive (protocols 0 to 2): {@code schema.json} describes the object, arrays lie beside
 * it.
 *
 * @param root the object
 * @param version the version of skops that wrote it, empty when it does not say
 */
public record Skops(Node root, String version) {
  private static final String SCHEMA = "schema.json";
  private static final long TREE_FACTOR = 16; // heap of a parsed text, per byte of it
  private static final Set<String> PROTOCOLS = Set.of("0", "1", "2");

  /**
   * Reads the object; every class and function that it names must be allowed.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Refused}
   */
  public static Skops read(Zip zip, Budget budget, Allowed allowed, int jsonDepth) {
    budget.mayHold(zip.size(SCHEMA) * TREE_FACTOR, () -> SCHEMA);
    ByteBuffer schema = zip.required(SCHEMA);
    budget.mayHold(schema.remaining() * TREE_FACTOR, () -> SCHEMA);
    byte[] bytes = new byte[schema.remaining()];
    schema.duplicate().get(bytes);
    if (!(Json.parse(bytes, jsonDepth) instanceof Json.Obj root)) {
      throw Refusals.corrupt(() -> SCHEMA, "it is not a JSON object");
    }
    String protocol = root.number("protocol").map(Json.Num::digits).orElse("none");
    if (!PROTOCOLS.contains(protocol)) {
      throw Refusals.value(() -> SCHEMA, "the protocol is " + protocol + ", known are 0 to 2");
    }
    String name = root.text("__class__").orElse("model");
    Node node = new SkopsTree(zip, budget, allowed).node(root, name);
    return new Skops(node, root.text("_skops_version").orElse(""));
  }
}
