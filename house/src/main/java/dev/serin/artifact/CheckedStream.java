package dev.serin.artifact;

import dev.serin.base.Digest;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * The bytes of a stored file, hashed while they are read: whoever reads to the end has read the
 * stored bytes, or gets {@code Refused} CORRUPT instead of the end.
 */
public final class CheckedStream extends InputStream {
  private final InputStream in;
  private final String artifact;
  private final Manifest.File file;
  private final MessageDigest hash = Digest.sha256();
  private boolean ended;

  /** Reads {@code in}, which must hold this file of the artifact of this name. */
  public CheckedStream(InputStream in, String artifact, Manifest.File file) {
    this.in = in;
    this.artifact = artifact;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    if (count >= 0) {
      hash.update(into, offset, count);
    } else if (!ended) {
      ended = true;
      if (!Digest.finish(hash).equals(file.digest())) {
        throw corrupt(artifact, file.path());
      }
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The problem of a stored file whose bytes are not the ones that were stored. */
  public static Problem.Raised corrupt(String artifact, String path) {
    return new Problem.Raised(
        new Problem.Refused(
            "CORRUPT",
            artifact + "/" + path,
            "the stored bytes are not the ones that were registered",
            "register the file again, or restore a backup"));
  }
}
