package dev.serin.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DecimalTest {
  private final Random random = new Random(20250314);

  @Test
  void shortestTextsOfDoublesComeBackBitForBit() {
    compare(200_000, () -> Double.toString(finite(Double.longBitsToDouble(random.nextLong()))));
  }

  @Test
  void numbersOfEverydaySizeComeBackBitForBit() {
    compare(100_000, () -> Double.toString(random.nextGaussian() * 1000));
    compare(100_000, () -> Double.toString((float) random.nextGaussian()));
  }

  @Test
  void anyDigitsWithAnyExponentAreRoundedAsTheJdkRounds() {
    compare(
        200_000,
        () -> {
          String digits = Long.toUnsignedString(random.nextLong() >>> random.nextInt(64));
          int point = 1 + random.nextInt(digits.length());
          String fraction = digits.substring(point);
          String whole = digits.substring(0, point);
          int exponent = random.nextInt(700) - 350;
          return whole + (fraction.isEmpty() ? "" : "." + fraction) + "e" + exponent;
        });
  }

  @Test
  void halfwayBetweenTwoDoublesRoundsToEven() {
    compare(
        50_000,
        () -> {
          double value = Math.scalb(1 + random.nextDouble(), random.nextInt(80) - 40);
          return new BigDecimal(value)
              .add(new BigDecimal(Math.ulp(value)).divide(new BigDecimal(2)))
              .toPlainString();
        });
  }

  @Test
  void moreDigitsThanALongHoldsAreNotCutOff() {
    compare(
        20_000,
        () -> {
          StringBuilder text = new StringBuilder("0.");
          int digits = 15 + random.nextInt(30);
          for (int i = 0; i < digits; i++) {
            text.append((char) ('0' + random.nextInt(10)));
          }
          return text.toString();
        });
  }

  private void compare(int times, Supplier<String> texts) {
    for (int i = 0; i < times; i++) {
      String text = texts.get();
      double expected = Double.parseDouble(text);
      if (Double.isInfinite(expected)) {
        continue;
      }
      double read = new JsonScanner(text.getBytes(StandardCharsets.US_ASCII), 1).real();
      if (Double.doubleToRawLongBits(read) != Double.doubleToRawLongBits(expected)) {
        assertThat(read).as(text).isEqualTo(expected);
      }
    }
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 1;
  }
}
