package dev.serin.app;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One setting: its kebab-case name, which is also its flag ({@code --name}) and, in capitals, its
 * environment variable ({@code SERIN_NAME}); the text of its default; what it means.
 */
record Key(String name, String fallback, String about) {

  /** All keys, in the order of serin.example.yaml. */
  static final List<Key> ALL =
      List.of(
          new Key("data", "./serin-data", "everything durable lies below this folder"),
          new Key("host", "127.0.0.1", "the address to bind"),
          new Key("port", "8086", "the one HTTP port; 0 takes a free one"),
          new Key("auth", "", "open; said explicitly, it allows to bind beyond loopback"),
          new Key("activate", "", "all or none: newly found models; all with a DIR, else none"),
          new Key("http.public-host", "", "the host in shown addresses, never the bind address"),
          new Key("http.allow-host", "", "further Host headers to accept, separated by commas"),
          new Key("http.max-body-bytes", "64MiB", "the largest body of a call"),
          new Key("http.max-upload-bytes", "4GiB", "the largest model file that is pushed"),
          new Key("http.deadline", "30s", "how long a call may take, waiting included"),
          new Key("serving.calls", "512", "calls admitted at once; more are answered 429"),
          new Key("serving.calls-per-model", "256", "calls of one model admitted at once"),
          new Key("serving.waiting-bytes", "256MiB", "bodies of admitted calls together"),
          new Key("serving.drain", "15s", "how long a stop waits for calls in flight"),
          new Key("serving.self-check-limit", "5s", "how long a model's self-check may take"),
          new Key("serving.loaders", "2", "models loaded at the same time"),
          new Key("serving.json-nonfinite", "null", "null or literal: how NaN is written"),
          new Key("source.on-change", "", "switch, deactivate or canary; switch with a DIR"),
          new Key("source.settle-max", "10s", "given up on a file that grows longer than this"),
          new Key("source.scan-every", "5s", "a full scan at least this often"),
          new Key("rollout.policy", "{}", "rules of all roll-outs, key by key over the defaults"),
          new Key("rollout.models", "{}", "of each model: {NAME: {policy: {...}}}, stronger"),
          new Key("rollout.capture", "off", "on: recent inputs are kept in memory for probes"),
          new Key(
              "canary.model",
              "",
              "the model that seed-style requests mean; else the only active one"),
          new Key(
              "canary.models-dir",
              "",
              "folder with current/ and canary/, taken in and kept in step"),
          new Key("canary.model-path", "", "file of the first version, while the model has none"),
          new Key("canary.base-weights", "", "the same where that file is missing"),
          new Key("canary.img-size", "640", "side of images where a model leaves it open"),
          new Key("canary.image-pixels", "16777216", "the largest image that is decoded"),
          new Key("canary.confidence", "0.25", "boxes below it are left out, 0 to 1"),
          new Key("canary.iou", "0.7", "boxes of a class that overlap more are one, 0 to 1"),
          new Key("canary.detections", "300", "boxes of one image at most"),
          new Key(
              "canary.class-names",
              "building_no,building_minor,building_major,building_destroyed",
              "shown names"),
          new Key(
              "canary.infer-url", "", "the inference service of /infer-status; empty: this server"),
          new Key("canary.predictions", "", "folder of batches; empty: below the data"),
          new Key(
              "training.command",
              "[]",
              "words of the command that trains; empty: nothing can be trained"),
          new Key("training.model", "", "whose next version it makes; empty: canary.model"),
          new Key("training.timeout", "24h", "after which it is ended"),
          new Key("training.log-bytes", "16MiB", "kept of one log"),
          new Key("training.epochs", "10", "where an order says nothing"),
          new Key("training.batch", "8", "where an order says nothing"),
          new Key("training.namespace", "", "given to the command as NAMESPACE"),
          new Key("training.yolo-dir", "", "given to the command as YOLO_DIR"),
          new Key("training.data-yaml", "", "given to the command as DATA_YAML"),
          new Key(
              "training.raw-zip",
              "",
              "given to the command as RAW_ZIP_PATH where nothing was uploaded"),
          new Key("training.dataset-bytes", "64GiB", "uploads that are kept in all"),
          new Key("runtime.onnx-foreign", "allow", "allow or refuse .onnx files made elsewhere"),
          new Key("runtime.conversion-cache", "4GiB", "converted nets kept on disk; 0B for none"),
          new Key("runtime.worker.allow", "", "SHA-256 of each artifact that may run as Python"),
          new Key("runtime.worker.python", "python3", "the interpreter that runs them"),
          new Key("runtime.worker.memory", "2GiB", "of one worker; half of it is its /tmp"),
          new Key("runtime.worker.timeout", "30s", "a call that takes longer ends its worker"),
          new Key("runtime.worker.start-timeout", "60s", "for starting and loading"),
          new Key("runtime.worker.user", "nobody", "whom a worker becomes where Serin is root"),
          new Key("runtime.budget.file-bytes", "4GiB", "the largest model file"),
          new Key("runtime.budget.inflated-bytes", "4GiB", "after decompression"),
          new Key("runtime.budget.inflate-ratio", "100", "times the bytes read, beyond 64 MiB"),
          new Key("runtime.budget.opcodes", "50000000", "of one pickle"),
          new Key("runtime.budget.depth", "1000", "nesting of one file"),
          new Key("runtime.budget.graph-nodes", "100000", "of one net"),
          new Key("runtime.budget.json-depth", "100", "nesting of JSON"));

  /** The keys whose texts are JSON; in a file they are trees. */
  static final Set<String> DOCUMENTS =
      Set.of("rollout.policy", "rollout.models", "training.command");

  /** The environment variable of this key. */
  String variable() {
    return "SERIN_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
