package dev.serin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.tensor.DataType;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {

  @ParameterizedTest
  @CsvSource({
    "BOOL,''",
    "UINT8,UINT16 UINT32 UINT64 INT16 INT32 INT64 FP32 FP64",
    "UINT16,UINT32 UINT64 INT32 INT64 FP32 FP64",
    "UINT32,UINT64 INT64 FP64",
    "UINT64,''",
    "INT8,INT16 INT32 INT64 FP32 FP64",
    "INT16,INT32 INT64 FP32 FP64",
    "INT32,INT64 FP64",
    "INT64,''",
    "FP16,FP32 FP64",
    "BF16,FP32 FP64",
    "FP32,FP64",
    "FP64,''",
    "BYTES,''"
  })
  void aDatatypeWidensToThoseThatHoldAllItsValues(DataType from, String wider) {
    Set<String> found =
        EnumSet.allOf(DataType.class).stream()
            .filter(to -> Widening.lossless(from, to))
            .map(Enum::name)
            .collect(Collectors.toSet());

    assertThat(found).isEqualTo(wider.isEmpty() ? Set.of() : Set.of(wider.split(" ")));
  }
}
