package dev.serin.plug.onnx;

/** The sixteen-bit float that is the upper half of a float, rounded to the nearest even. */
final class BrainFloat {
  private BrainFloat() {}

  /** The bits of the nearest BF16. */
  static short bits(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40); // stays a NaN when its low half is cut off
    }
    int half = 0x7fff + (bits >>> 16 & 1);
    return (short) (bits + half >>> 16);
  }

  /** The float of these BF16 bits. */
  static float wide(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
