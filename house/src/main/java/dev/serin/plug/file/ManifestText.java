package dev.serin.plug.file;

import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The form of a manifest in its file. */
final class ManifestText {
  private ManifestText() {}

  static byte[] bytes(Manifest manifest) {
    List<Json.Obj> files =
        manifest.files().stream()
            .map(
                file ->
                    Json.Obj.of(
                        "path", file.path(), "size", file.size(), "digest", file.digest().hex()))
            .toList();
    return Json.Obj.of("name", manifest.name(), "folder", manifest.folder(), "files", files)
        .text()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The manifest in these bytes, its digest computed; raises when there is none. */
  static Manifest manifest(byte[] bytes) {
    if (!(Json.parse(bytes, 10) instanceof Json.Obj object)) {
      throw new IllegalArgumentException("a manifest is an object");
    }
    boolean folder = object.member("folder").equals(Optional.of(new Json.Bool(true)));
    return Manifest.of(
        text(object, "name"),
        folder,
        object.list("files").stream().map(ManifestText::file).toList());
  }

  private static Manifest.File file(Json json) {
    if (json instanceof Json.Obj file) {
      long size =
          file.number("size").orElseThrow(() -> new IllegalArgumentException("size")).longValue();
      return new Manifest.File(text(file, "path"), size, new Digest(text(file, "digest")));
    }
    throw new IllegalArgumentException("a file is an object");
  }

  private static String text(Json.Obj object, String name) {
    return object
        .text(name)
        .orElseThrow(() -> new IllegalArgumentException("a manifest needs '" + name + "'"));
  }
}
