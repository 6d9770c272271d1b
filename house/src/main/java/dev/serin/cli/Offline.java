package dev.serin.cli;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Risk;
import dev.serin.runtime.worker.WayOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks into model files on disk without any server. */
final class Offline {
  private final Supplier<Formats> formats;

  Offline(Supplier<Formats> formats) {
    this.formats = formats;
  }

  /** All bytes of a file that a person named; raises a problem when it cannot be read. */
  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          new Problem.Unknown("FILE_UNREADABLE", "'" + file + "' cannot be read: " + unreadable),
          unreadable);
    }
  }

  Format.Opened open(Bundle bundle) {
    return formats.get().open(bundle);
  }

  boolean recognises(Path folder) {
    try (Bundle bundle = DiskBundle.of(folder)) {
      return formats.get().recognise(bundle).isPresent();
    }
  }

  /** Reads one model to the end and, where there are golden rows, compares its answers. */
  Report report(Path path, Optional<Path> golden) {
    try (DiskBundle bundle = DiskBundle.of(path)) {
      Report.Facts facts = facts(path, bundle);
      try {
        Format.Opened opened = open(bundle);
        GoldenRows.Outcome outcome =
            golden
                .map(Offline::bytes)
                .or(bundle::golden)
                .map(rows -> GoldenRows.read(rows).compared(opened))
                .orElse(GoldenRows.NONE);
        return new Report.Accepted(facts, opened.inspection(), outcome);
      } catch (Problem.Raised raised) {
        return new Report.Rejected(facts, Failure.of(told(raised.problem(), facts)));
      }
    }
  }

  private static Problem told(Problem problem, Report.Facts facts) {
    return problem instanceof Problem.Refused refused
        ? WayOut.in(refused, facts.format(), new Digest(facts.sha256()))
        : problem;
  }

  private Report.Facts facts(Path path, Bundle bundle) {
    Manifest manifest = Manifest.of(bundle);
    Optional<Format> format = formats.get().recognise(bundle);
    return new Report.Facts(
        path.toString(),
        manifest.bytes(),
        manifest.digest().hex(),
        format.map(Format::name).orElse("unknown"),
        format.map(Format::risk).orElse(Risk.CODE),
        formats.get().mentions(bundle));
  }
}
