package dev.serin.base;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/** The SHA-256 of some bytes in lower-case hex: two artifacts are the same when these are. */
public record Digest(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    Objects.requireNonNull(hex, "hex");
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in hex: " + hex);
    }
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] bytes) {
    return of(sha256().digest(bytes), 32);
  }

  /** The digest whose raw bytes stand in {@code raw}. */
  public static Digest of(byte[] raw, int length) {
    return new Digest(HexFormat.of().formatHex(raw, 0, length));
  }

  /** A fresh SHA-256 to hash while reading; end it with {@link #finish}. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** The digest of all that was fed to {@code hash}. */
  public static Digest finish(MessageDigest hash) {
    return of(hash.digest(), 32);
  }

  /** The first twelve hex digits, for people. */
  public String brief() {
    return hex.substring(0, 12);
  }

  @Override
  public String toString() {
    return hex;
  }
}
