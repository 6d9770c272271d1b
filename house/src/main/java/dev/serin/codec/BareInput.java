package dev.serin.codec;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * An input without names, shapes or datatypes: {@code {"input": …}}. A nested array takes the
 * datatype of the model's input and the shape of its brackets, and one row stands for a batch of
 * one. An object holds named columns, or one array for each input of a net; an array of objects
 * holds records.
 */
public record BareInput(int jsonDepth) {

  /**
   * Reads the member {@code input} of a request body.
   *
   * @throws dev.serin.base.Problem.Raised {@code Invalid}: of the code JSON_INVALID or
   *     INPUT_MISSING when the body is not of this form, of another when the input does not fit the
   *     model
   */
  public List<Tensor> read(byte[] body, Signature signature) {
    JsonScanner in = new JsonScanner(body, jsonDepth);
    List<Tensor> tensors = new ArrayList<>();
    in.object(
        name -> {
          if (name.equals("input")) {
            tensors.addAll(input(in, signature));
          } else {
            in.skip();
          }
        });
    in.end();
    if (tensors.isEmpty()) {
      throw Wrong.invalid("INPUT_MISSING", "input", "the body has no 'input'");
    }
    return tensors;
  }

  private static List<Tensor> input(JsonScanner in, Signature signature) {
    if (in.peek() == '{') {
      return object(in, signature);
    }
    boolean named = !signature.columns().isEmpty();
    if (named && (!signature.matrix() || opens(in, '{'))) {
      return rows(in, signature);
    }
    if (signature.inputs().size() > 1) {
      throw Wrong.invalid(
          "INPUT_MISSING",
          "input",
          "the model has several inputs: give an object of " + Expected.by(signature));
    }
    return List.of(array(in, signature.inputs().getFirst()));
  }

  /** Whether an array is next and its first element begins with {@code first}. */
  private static boolean opens(JsonScanner in, char first) {
    int start = in.offset();
    if (in.peek() != '[' || !in.open('[', ']', "an array")) {
      in.rewind(start);
      return false;
    }
    boolean opens = in.peek() == first;
    in.closed(start);
    return opens;
  }

  /** Records, rows, or the values of one row. */
  private static List<Tensor> rows(JsonScanner in, Signature signature) {
    boolean several = opens(in, '{') || opens(in, '[');
    return several ? Columns.of(signature).records(in) : Columns.of(signature).single(in);
  }

  private static List<Tensor> object(JsonScanner in, Signature signature) {
    if (!signature.columns().isEmpty()) {
      return Columns.of(signature).lists(in);
    }
    List<Tensor> tensors = new ArrayList<>();
    in.object(
        name -> {
          TensorSpec spec =
              signature
                  .input(name)
                  .orElseThrow(
                      () ->
                          Wrong.invalid(
                              "INPUT_UNKNOWN",
                              "input." + name,
                              "the model has no input '"
                                  + name
                                  + "'; expected "
                                  + Expected.by(signature)));
          tensors.add(array(in, spec));
        });
    return tensors;
  }

  private static Tensor array(JsonScanner in, TensorSpec spec) {
    DataType type = spec.type();
    boolean half = type == DataType.FP16 || type == DataType.BF16;
    Elements elements = Elements.of(half ? DataType.FP32 : type, 0);
    long[] shape = NestedArray.read(in, elements);
    long[] row = new long[shape.length + 1]; // one row is a batch of one
    row[0] = 1;
    System.arraycopy(shape, 0, row, 1, shape.length);
    Tensor read = elements.tensor(spec.name(), spec.fits(row) ? row : shape);
    return half ? new Tensor(spec.name(), type, read.shape(), read.values()) : read;
  }
}
