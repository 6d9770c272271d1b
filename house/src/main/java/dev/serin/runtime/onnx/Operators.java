package dev.serin.runtime.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operators that may run in this process, by domain. All of them compute on tensors alone; what
 * is not on the list is refused, so a new operator has to be looked at before it runs. Left out of
 * the standard ones on purpose: image decoders and everything for training.
 */
final class Operators {
  static final String STANDARD = "ai.onnx";

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          STANDARD,
          words(
              """
              Abs Acos Acosh Add AffineGrid And ArgMax ArgMin Asin Asinh Atan Atanh Attention
              AveragePool BatchNormalization Bernoulli BitShift BitwiseAnd BitwiseNot BitwiseOr
              BitwiseXor BlackmanWindow Cast CastLike Ceil Celu CenterCropPad Clip Col2Im Compress
              Concat ConcatFromSequence Constant ConstantOfShape Conv ConvInteger ConvTranspose Cos
              Cosh CumSum DFT DeformConv DepthToSpace DequantizeLinear Det Div Dropout
              DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather
              GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater
              GreaterOrEqual GridSample GroupNormalization HammingWindow HannWindow HardSigmoid
              HardSwish Hardmax Identity If InstanceNormalization IsInf IsNaN LRN LSTM
              LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax Loop LpNormalization
              LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean
              MeanVarianceNormalization MelWeightMatrix Min Mish Mod Mul Multinomial Neg
              NegativeLogLikelihoodLoss NonMaxSuppression NonZero Not OneHot Optional
              OptionalGetElement OptionalHasElement Or PRelu Pad Pow QLinearConv QLinearMatMul
              QuantizeLinear RMSNormalization RNN RandomNormal RandomNormalLike RandomUniform
              RandomUniformLike Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp
              ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare RegexFullMatch
              Relu Reshape Resize ReverseSequence RoiAlign RotaryEmbedding Round STFT Scan Scatter
              ScatterElements ScatterND Selu SequenceAt SequenceConstruct SequenceEmpty
              SequenceErase SequenceInsert SequenceLength SequenceMap Shape Shrink Sigmoid Sign
              SimplifiedLayerNormalization Sin
              Sinh Size Slice Softmax SoftmaxCrossEntropyLoss Softplus Softsign SpaceToDepth Split
              SplitToSequence Sqrt Squeeze StringConcat StringNormalizer StringSplit Sub Sum Swish
              Tan Tanh TensorScatter TfIdfVectorizer ThresholdedRelu Tile TopK Transpose Trilu
              Unique Unsqueeze Upsample Where Xor
              """),
          "ai.onnx.ml",
          words(
              """
              ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer
              FeatureVectorizer Imputer LabelEncoder LinearClassifier LinearRegressor Normalizer OneHotEncoder
              SVMClassifier SVMRegressor Scaler TreeEnsemble TreeEnsembleClassifier
              TreeEnsembleRegressor ZipMap
              """),
          "com.microsoft",
          words(
              """
              Attention BiasGelu DynamicQuantizeLSTM DynamicQuantizeMatMul
              EmbedLayerNormalization FastGelu FusedConv FusedGemm FusedMatMul Gelu
              GroupQueryAttention MatMulInteger16 MatMulIntegerToFloat MatMulNBits
              MultiHeadAttention QAttention QEmbedLayerNormalization QGemm QLinearAdd
              QLinearAveragePool QLinearConcat QLinearGlobalAveragePool QLinearLeakyRelu QLinearMul
              QLinearSigmoid QLinearSoftmax QLinearWhere QuickGelu RotaryEmbedding
              SkipLayerNormalization
              SkipSimplifiedLayerNormalization
              """));

  private Operators() {}

  /** The domain by its full name; the standard one may be written as an empty text. */
  static String domain(String written) {
    return written.isEmpty() ? STANDARD : written;
  }

  static boolean allowed(String domain, String operator) {
    return ALLOWED.getOrDefault(domain, Set.of()).contains(operator);
  }

  /** All operators, those of other domains with the domain before them. */
  static List<String> all() {
    return ALLOWED.entrySet().stream()
        .flatMap(
            domain ->
                domain.getValue().stream()
                    .map(
                        name ->
                            domain.getKey().equals(STANDARD) ? name : domain.getKey() + "." + name))
        .sorted()
        .toList();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }
}
