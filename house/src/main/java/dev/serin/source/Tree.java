package dev.serin.source;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Problem;
import dev.serin.source.Fingerprint.Mark;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file or folder of one model as the file system shows it, without reading a byte of it. */
record Tree(
    boolean folder,
    Fingerprint fingerprint,
    List<Path> folders,
    Optional<Problem.Refused> problem) {
  private static final Pattern SAVED_MODEL = Pattern.compile("([0-9]+/)?saved_model\\.pb");
  private static final List<String> WEIGHTS = List.of(".pt", ".pth", ".bin", ".safetensors");
  private static final int DEEPEST = 32;
  private static final int MOST_FILES = 100_000;

  /** Looks at a path below {@code top}, which is a real path. */
  static Tree of(Path path, Path top) throws IOException {
    if (!path.toRealPath().startsWith(top)) {
      return refused(path, outside(path));
    }
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isDirectory()) {
      return new Tree(
          false,
          new Fingerprint(List.of(mark(path.getFileName().toString(), attributes)), false),
          List.of(),
          Optional.empty());
    }
    Walk walk = new Walk(path, top);
    Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, walk);
    return walk.tree();
  }

  /** How a single file looks, {@link Fingerprint#NONE} where there is none. */
  static Fingerprint ofFile(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Fingerprint(List.of(mark("golden", attributes)), false);
    } catch (NoSuchFileException none) {
      return Fingerprint.NONE;
    }
  }

  private static Mark mark(String path, BasicFileAttributes attributes) {
    return new Mark(
        path,
        attributes.size(),
        attributes.lastModifiedTime().toInstant(),
        String.valueOf(attributes.fileKey()));
  }

  /**
   * Whether a folder is one model: a SavedModel, a network with its class, an MLflow model, or one
   * model file with what belongs to it.
   */
  boolean model() {
    List<String> paths = fingerprint.marks().stream().map(Mark::path).toList();
    boolean marked =
        paths.stream().anyMatch(path -> SAVED_MODEL.matcher(path).matches())
            || paths.contains("MLmodel")
            || paths.contains("model_class.py") && paths.stream().anyMatch(Tree::weights);
    long files = paths.stream().filter(path -> !path.contains("/") && Naming.model(path)).count();
    return marked || files == 1;
  }

  private static boolean weights(String path) {
    return WEIGHTS.stream().anyMatch(path::endsWith);
  }

  private static Tree refused(Path path, Problem.Refused why) {
    return new Tree(Files.isDirectory(path), Fingerprint.NONE, List.of(), Optional.of(why));
  }

  private static Problem.Refused outside(Path path) {
    return new Problem.Refused(
        "EXTERNAL_REFERENCE",
        path.getFileName().toString(),
        "a symbolic link leaves the folder of the models",
        "put the file itself there");
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path start;
    private final Path top;
    private final List<Mark> marks = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final List<Problem.Refused> problems = new ArrayList<>();
    private final List<String> writing = new ArrayList<>();

    Walk(Path start, Path top) {
      this.start = start;
      this.top = top;
    }

    Tree tree() {
      marks.sort(Comparator.comparing(Mark::path));
      return new Tree(
          true,
          new Fingerprint(marks, !writing.isEmpty()),
          List.copyOf(folders),
          problems.stream().findFirst());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (!folder.equals(start) && DiskBundle.noise(folder.getFileName().toString())) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (leaves(folder)) {
        return FileVisitResult.TERMINATE;
      }
      folders.add(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = file.getFileName().toString();
      if (DiskBundle.noise(name)) {
        return FileVisitResult.CONTINUE;
      }
      if (leaves(file)) {
        return FileVisitResult.TERMINATE;
      }
      if (Naming.writing(name)) {
        writing.add(name);
      }
      marks.add(mark(start.relativize(file).toString().replace('\\', '/'), attributes));
      return marks.size() < MOST_FILES ? FileVisitResult.CONTINUE : tooMany();
    }

    private FileVisitResult tooMany() {
      problems.add(
          new Problem.Refused(
              "LIMIT_EXCEEDED",
              start.getFileName().toString(),
              "the folder has more than " + MOST_FILES + " files",
              "keep only the files of the model"));
      return FileVisitResult.TERMINATE;
    }

    private boolean leaves(Path path) throws IOException {
      boolean out = Files.isSymbolicLink(path) && !path.toRealPath().startsWith(top);
      if (out) {
        problems.add(outside(path));
      }
      return out;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof FileSystemLoopException) {
        problems.add(outside(file));
        return FileVisitResult.TERMINATE;
      }
      if (failure instanceof AccessDeniedException) {
        problems.add(
            new Problem.Refused(
                "UNREADABLE",
                start.relativize(file).toString(),
                "it cannot be read",
                "make it readable for the user that runs Serin"));
        return FileVisitResult.TERMINATE;
      }
      throw failure;
    }
  }
}
