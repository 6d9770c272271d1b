package dev.serin.ledger;

import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * A fact as it lies in a table, in texts: {@code at} in ISO 8601, {@code body} as JSON, {@code
 * prev} and {@code hash} as SHA-256 in hex. The hash covers all other columns, each by its length
 * and its bytes in UTF-8, so no two rows share an encoding.
 */
public record Row(
    long position,
    String stream,
    long streamPosition,
    String at,
    String actor,
    String type,
    String body,
    String prev,
    String hash) {
  private static final int DEEPEST = 200;

  /** The fact in this row; raises {@code Refused} FACT_UNREADABLE when it holds none. */
  Recorded recorded() {
    try {
      if (Json.parse(body, DEEPEST) instanceof Json.Obj content) {
        return new Recorded(
            position,
            stream,
            streamPosition,
            Instant.parse(at),
            new Actor(actor),
            type,
            content,
            new Digest(hash));
      }
    } catch (Problem.Raised | DateTimeParseException | IllegalArgumentException broken) {
      throw unreadable(broken);
    }
    throw unreadable(new IllegalArgumentException("the body is no object"));
  }

  /** The hash that this row must have. */
  Digest due() {
    MessageDigest hash = Digest.sha256();
    for (String column :
        List.of(
            prev,
            Long.toString(position),
            stream,
            Long.toString(streamPosition),
            at,
            actor,
            type,
            body)) {
      byte[] bytes = column.getBytes(StandardCharsets.UTF_8);
      hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      hash.update(bytes);
    }
    return Digest.finish(hash);
  }

  /** This row with the hash that it must have. */
  Row sealed() {
    return new Row(position, stream, streamPosition, at, actor, type, body, prev, due().hex());
  }

  private Problem.Raised unreadable(RuntimeException cause) {
    return new Problem.Raised(
        new Problem.Refused(
            "FACT_UNREADABLE",
            "ledger position " + position,
            "the " + stream + " fact '" + type + "' cannot be read: " + cause.getMessage(),
            "run 'serin audit verify --data DIR', then restore a backup"),
        cause);
  }
}
