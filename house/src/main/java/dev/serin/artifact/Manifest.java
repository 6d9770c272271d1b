package dev.serin.artifact;

import dev.serin.base.Digest;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a stored artifact consists of. The digest of a single file is the SHA-256 of its bytes; the
 * digest of a folder is the SHA-256 of {@link #text}, so the name of neither counts. Files are in
 * path order.
 */
public record Manifest(Digest digest, String name, boolean folder, List<File> files) {

  public Manifest {
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(name, "name");
    files = List.copyOf(files);
    if (!folder && files.size() != 1) {
      throw new IllegalArgumentException("a single file is one file, not " + files.size());
    }
    checkPaths(files.stream().map(File::path).toList());
  }

  /** The manifest of these files, with the digest that follows from them. */
  public static Manifest of(String name, boolean folder, List<File> files) {
    Digest digest =
        folder
            ? Digest.of(text(files).getBytes(StandardCharsets.UTF_8))
            : files.getFirst().digest();
    return new Manifest(digest, name, folder, files);
  }

  /** The manifest that a bundle would be stored with; reads all its bytes. */
  public static Manifest of(Bundle bundle) {
    List<File> files = new ArrayList<>();
    for (Bundle.Entry entry : bundle.entries()) {
      MessageDigest hash = Digest.sha256();
      try (InputStream in = new DigestInputStream(entry.open(), hash)) {
        long size = in.transferTo(OutputStream.nullOutputStream());
        files.add(new File(entry.path(), size, Digest.finish(hash)));
      } catch (IOException unreadable) {
        throw new Problem.Raised(
            new Problem.Unknown(
                "FILE_UNREADABLE", "'" + entry.path() + "' cannot be read: " + unreadable),
            unreadable);
      }
    }
    return of(bundle.name(), bundle.folder(), files);
  }

  /** The size of all files together, in bytes. */
  public long bytes() {
    return files.stream().mapToLong(File::size).sum();
  }

  /** One line a file: digest, size, path; the text whose digest names a folder. */
  static String text(List<File> files) {
    StringBuilder out = new StringBuilder("serin folder 1\n");
    for (File file : files) {
      out.append(file.digest()).append(' ').append(file.size()).append(' ');
      out.append(file.path()).append('\n');
    }
    return out.toString();
  }

  /**
   * Checks paths before anything is written to them.
   *
   * @throws Problem.Raised {@code Refused} PATH_INVALID for a path that does not stay inside, that
   *     stands twice or out of order, or that is both a file and a folder
   */
  public static void checkPaths(List<String> paths) {
    Set<String> folders = new HashSet<>();
    String before = "";
    for (String path : paths) {
      File.checkPath(path);
      if (path.compareTo(before) <= 0) {
        throw File.wrong(path, "stands twice or out of order");
      }
      before = path;
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        folders.add(path.substring(0, slash));
      }
    }
    for (String path : paths) {
      if (folders.contains(path)) {
        throw File.wrong(path, "is both a file and a folder");
      }
    }
  }

  /**
   * One file: a relative path with {@code /} that stays inside, its size in bytes, its digest.
   * Raises {@code Refused} PATH_INVALID for any other path.
   */
  public record File(String path, long size, Digest digest) {
    private static final Pattern OUTSIDE = Pattern.compile("(^|/)(\\.{0,2})(/|$)");

    public File {
      Objects.requireNonNull(digest, "digest");
      checkPath(path);
      if (size < 0) {
        throw new IllegalArgumentException("a size is at least 0, not " + size);
      }
    }

    private static void checkPath(String path) {
      if (path.isEmpty() || OUTSIDE.matcher(path).find()) {
        throw wrong(path, "does not stay inside its folder");
      }
      if (path.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))) {
        throw wrong(path, "holds a backslash or a control character");
      }
    }

    private static Problem.Raised wrong(String path, String what) {
      String shown = path.replaceAll("\\p{Cntrl}", "?");
      return new Problem.Raised(
          new Problem.Refused(
              "PATH_INVALID", shown, "the path " + what, "rename the file and offer it again"));
    }
  }
}
