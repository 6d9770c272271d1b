package dev.serin.runtime.savedmodel;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Operators that reach out of the graph. Those that touch files, processes or the console are
 * refused wherever they stand, also in functions that nothing calls. Those that TensorFlow itself
 * puts into each file to save and restore it, and those that draw random numbers to start a
 * training, are refused when an answer depends on them.
 */
final class Forbidden {
  private static final Set<String> ANYWHERE =
      Set.of(
          "ReadFile",
          "WriteFile",
          "MatchingFiles",
          "PyFunc",
          "PyFuncStateless",
          "EagerPyFunc",
          "Print",
          "PrintV2",
          "FixedLengthRecordReader",
          "FixedLengthRecordReaderV2",
          "IdentityReader",
          "IdentityReaderV2",
          "LMDBReader",
          "TFRecordReader",
          "TFRecordReaderV2",
          "TextLineReader",
          "TextLineReaderV2",
          "WholeFileReader",
          "WholeFileReaderV2",
          "FixedLengthRecordDataset",
          "FixedLengthRecordDatasetV2",
          "TFRecordDataset",
          "TFRecordDatasetV2",
          "TextLineDataset",
          "SqlDataset",
          "CSVDataset",
          "CSVDatasetV2",
          "SnapshotDataset",
          "SnapshotDatasetV2",
          "SaveDataset",
          "SaveDatasetV2",
          "LoadDataset",
          "CacheDataset",
          "CacheDatasetV2",
          "DatasetToTFRecord",
          "DatasetFromGraph",
          "GeneratorDataset",
          "RpcClient",
          "RpcServer",
          "RpcCall",
          "RemoteCall",
          "RemoteFusedGraphExecute",
          "CreateSummaryFileWriter",
          "CreateSummaryDbWriter",
          "WriteSummary",
          "WriteRawProtoSummary",
          "DebugIdentityV2",
          "DebugIdentityV3",
          "TfLiteCustomOp",
          "XlaLaunch",
          "PyExecutable",
          "DecodeProtoV2",
          "EncodeProto",
          "TPUExecute",
          "PrelinearizeTuple",
          "Abort");
  private static final Pattern WHEN_ASKED =
      Pattern.compile(
          "Save(V2|Slices)?|Restore(V2|Slice)?|MergeV2Checkpoints|ShardedFile(name|spec)"
              + "|.*Random.*|Multinomial|TruncatedNormal|ParameterizedTruncatedNormal"
              + "|StatelessMultinomial|.*Dataset.*|.*Iterator.*|.*Queue.*|.*SummaryV?2?");

  private Forbidden() {}

  /** Refuses what may not stand anywhere. */
  static void scan(MetaGraph model) {
    scan("", model.graph());
    model.functions().forEach((name, function) -> scan(name + "/", function));
  }

  private static void scan(String place, Block block) {
    for (NodeDef node : block.nodes().values()) {
      if (ANYWHERE.contains(node.operator())) {
        throw refused(place + node.name(), node.operator());
      }
    }
  }

  /** Refuses an operator on which the answer depends. */
  static void asked(String place, String operator) {
    if (ANYWHERE.contains(operator) || WHEN_ASKED.matcher(operator).matches()) {
      throw refused(place, operator);
    }
  }

  private static dev.serin.base.Problem.Raised refused(String place, String operator) {
    return Refusal.of(
        "FORBIDDEN_OP",
        place,
        "the operator "
            + operator
            + " reaches out of the graph (files, processes, the console, random numbers)",
        "export a function without it; models are only computed here");
  }
}
