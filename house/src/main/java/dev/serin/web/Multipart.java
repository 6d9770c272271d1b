package dev.serin.web;

import dev.serin.base.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code multipart/form-data} body (RFC 7578) part by part while it arrives; nothing but
 * one buffer is held. A body that is cut off or malformed raises {@code Invalid} MULTIPART_INVALID.
 * For one thread.
 */
public final class Multipart {
  private static final String TYPE = "multipart/form-data";
  private static final int BUFFER = 1 << 16;
  private static final int MOST_PARTS = 1_000;
  private static final int LONGEST_HEADERS = 1 << 12;
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*(name|filename)=(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s;\"]+))",
          Pattern.CASE_INSENSITIVE);

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private int clean;
  private int parts;
  private boolean over;

  private Multipart(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // as if a line had ended before, so that the first boundary is like all others
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /** Whether a request has a body of this kind. */
  public static boolean of(Ask ask) {
    return ask.type().equals(TYPE);
  }

  /** Reads these bytes as the body of a request, whose header names the boundary. */
  public static Multipart of(Ask ask, InputStream body) {
    Matcher boundary = BOUNDARY.matcher(ask.header("Content-Type").orElse(""));
    if (!of(ask) || !boundary.find()) {
      throw invalid("the body is " + TYPE + " with a boundary of at most 70 characters");
    }
    String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    Multipart multipart = new Multipart(body, text);
    multipart.new Content().drain(); // what stands before the first boundary
    return multipart;
  }

  /**
   * One field or file; {@code file} is the name that the client gave it, as it came. The content
   * can be read until the next part is asked for.
   */
  public record Part(String name, Optional<String> file, InputStream content) {

    /** All bytes, at most so many; beyond it raises {@code TooLarge} BODY_TOO_LARGE. */
    public byte[] bytes(int most) {
      try {
        byte[] bytes = content.readNBytes(most);
        if (bytes.length == most && content.read() >= 0) {
          throw new Problem.Raised(
              new Problem.TooLarge(
                  "BODY_TOO_LARGE", "'" + name + "' may have at most " + most + " bytes"));
        }
        return bytes;
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }

  /** The next part, empty after the last. */
  public Optional<Part> next() {
    new Content().drain();
    if (over || ended()) {
      over = true;
      return Optional.empty();
    }
    if (++parts > MOST_PARTS) {
      throw invalid("it has more than " + MOST_PARTS + " parts");
    }
    return Optional.of(part(headers()));
  }

  private Part part(String headers) {
    String disposition =
        headers
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
            .findFirst()
            .orElseThrow(() -> invalid("a part has no Content-Disposition"));
    Optional<String> name = Optional.empty();
    Optional<String> file = Optional.empty();
    Matcher parameter = PARAMETER.matcher(disposition);
    while (parameter.find()) {
      String text =
          parameter.group(2) == null
              ? parameter.group(3)
              : parameter.group(2).replaceAll("\\\\(.)", "$1");
      if (parameter.group(1).equalsIgnoreCase("name")) {
        name = Optional.of(text);
      } else {
        file = Optional.of(text);
      }
    }
    return new Part(name.orElseThrow(() -> invalid("a part has no name")), file, new Content());
  }

  /** After a boundary: two hyphens end the body, else the line ends and a part begins. */
  private boolean ended() {
    at += delimiter.length;
    need(2);
    if (buffer[at] == '-' && buffer[at + 1] == '-') {
      return true;
    }
    while (buffer[at] == ' ' || buffer[at] == '\t') { // padding
      at++;
      need(2);
    }
    if (buffer[at] != '\r' || buffer[at + 1] != '\n') {
      throw invalid("a boundary is followed by neither a line nor the end");
    }
    return false; // the end of the line belongs to the headers, of which there may be none
  }

  private String headers() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = octet();
      boolean fits = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = fits ? matched + 1 : next == '\r' ? 1 : 0;
      all.write(next);
      if (all.size() > LONGEST_HEADERS) {
        throw invalid("the headers of a part are too long");
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private int octet() {
    need(1);
    return buffer[at++] & 0xFF;
  }

  private void need(int count) {
    while (end - at < count) {
      if (!fill()) {
        throw invalid("it is cut off");
      }
    }
  }

  /** Reads more behind what is there; false at the end of the body. */
  private boolean fill() {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    clean = 0;
    try {
      int count = in.read(buffer, end, buffer.length - end);
      end += Math.max(0, count);
      return count >= 0;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * How many bytes from here on surely belong to the content: up to the next boundary, or to where
   * one could begin. Zero only at a boundary.
   */
  private int sure() {
    if (clean <= at) {
      need(delimiter.length);
      clean = Math.max(at, boundary());
    }
    return clean - at;
  }

  /** Where the next boundary begins, else the first place where one could. */
  private int boundary() {
    int i = at;
    while (i + delimiter.length <= end && !boundary(i)) {
      i++;
    }
    return i;
  }

  private boolean boundary(int place) {
    int same = 0;
    while (same < delimiter.length && buffer[place + same] == delimiter[same]) {
      same++;
    }
    return same == delimiter.length;
  }

  private static Problem.Raised invalid(String why) {
    return new Problem.Raised(
        new Problem.Invalid("MULTIPART_INVALID", "body", "the form cannot be read: " + why));
  }

  /** The bytes up to the next boundary. */
  private final class Content extends InputStream {
    private final int part = parts;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      if (count == 0) {
        return 0;
      }
      int sure = over || part != parts ? 0 : sure();
      if (sure == 0) {
        return -1;
      }
      int taken = Math.min(count, sure);
      System.arraycopy(buffer, at, bytes, offset, taken);
      at += taken;
      return taken;
    }

    void drain() {
      while (!over) {
        int sure = sure();
        if (sure == 0) {
          return;
        }
        at += sure;
      }
    }
  }
}
