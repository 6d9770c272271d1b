package dev.serin.reader;

import dev.serin.base.Problem;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * Recognises by its first bytes how a file is compressed, and inflates it as it is read, watching
 * the size and the ratio.
 */
final class Compression {
  /** Preset 9, the largest of xz's presets, needs 65 MiB. */
  private static final int XZ_KIBIBYTES = 66 << 10;

  private static final int PEEK = 8;

  private Compression() {}

  /** The inflated bytes, and whether they were compressed at all. */
  record Opened(InputStream bytes, boolean compressed) {}

  static Opened open(InputStream raw, Budget budget) {
    Counted counted = new Counted(raw);
    BufferedInputStream in = new BufferedInputStream(counted, 1 << 16);
    try {
      in.mark(PEEK);
      byte[] first = in.readNBytes(PEEK);
      in.reset();
      return opened(first, in, counted, budget);
    } catch (MemoryLimitException tooLarge) {
      throw Refusals.limit(
          () -> "decompression",
          "the memory in KiB to inflate",
          tooLarge.getMemoryNeeded(),
          XZ_KIBIBYTES);
    } catch (IOException wrong) {
      throw Refusals.corrupt(
          () -> "decompression", "the compressed stream is damaged: " + wrong, wrong);
    }
  }

  @SuppressWarnings("resource") // the caller owns the stream below
  private static Opened opened(byte[] first, InputStream in, Counted counted, Budget budget)
      throws IOException {
    InputStream inflated = null;
    if (starts(first, 0x1f, 0x8b)) {
      inflated = new GZIPInputStream(in, 1 << 14);
    } else if (starts(first, 0x78)) {
      inflated = new InflaterInputStream(in);
    } else if (starts(first, 'B', 'Z', 'h')) {
      inflated = new Bzip2(in);
    } else if (starts(first, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      inflated = new XZInputStream(in, XZ_KIBIBYTES);
    } else if (starts(first, 0x5d, 0)) {
      inflated = new LZMAInputStream(in, XZ_KIBIBYTES);
    } else if (starts(first, 0x04, 0x22, 0x4d, 0x18)) {
      inflated = new Lz4(in);
    } else if (starts(first, 'Z', 'F')) {
      throw Refusals.legacy(() -> "offset 0", "this is the compressed form of joblib before 0.10");
    }
    return inflated == null
        ? new Opened(in, false)
        : new Opened(new Watched(inflated, counted, budget), true);
  }

  private static boolean starts(byte[] first, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= first.length || (first[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Counts what is read of the file; when the file itself cannot be read, it is not its fault. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      try {
        int read = in.read(into, from, length);
        count += Math.max(0, read);
        return read;
      } catch (IOException unreadable) {
        throw new Problem.Raised(
            new Problem.Unavailable(
                "FILE_UNREADABLE",
                "the file cannot be read: " + unreadable.getMessage(),
                Duration.ofSeconds(10)),
            unreadable);
      }
    }
  }

  /** Watches how much comes out for what went in. */
  private static final class Watched extends FilterInputStream {
    private final Counted counted;
    private final Budget budget;
    private long out;

    Watched(InputStream inflated, Counted counted, Budget budget) {
      super(inflated);
      this.counted = counted;
      this.budget = budget;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = in.read(into, from, length);
      out += Math.max(0, read);
      budget.inflated(out, counted.count);
      return read;
    }
  }
}
