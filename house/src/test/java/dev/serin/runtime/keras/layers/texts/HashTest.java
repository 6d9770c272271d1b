package dev.serin.runtime.keras.layers.texts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buckets of {@code 2^62} that TensorFlow 2.21 gives. */
class HashTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1936946117179621455, 1729069120854646443",
    "1, 2635456771739318093, 2708526933533176205",
    "3, 18019886835620236, 1480271444233011830",
    "4, 1119132220307218612, 4431196366341508417",
    "7, 2281020282782284057, 4109048151410593266",
    "8, 472850957176381854, 411506812162785222",
    "12, 2532799643027563085, 3426316830800199545",
    "16, 1231648027944088906, 373178283317727791",
    "17, 4297387827924790611, 3976538472485996630",
    "31, 2553720487630127090, 843069096864075545",
    "32, 1128616743640303901, 3633532541434308932",
    "33, 1611394094921613701, 955222685075528903",
    "50, 2734003034350988739, 1268444842198307307",
    "64, 1905022403724286558, 2673948655823283158",
    "65, 1496595540341468266, 1267613195207123632",
    "128, 4142268263968893139, 4373289046124713523",
    "129, 3650473348740156999, 4038281109468088986",
    "300, 3601916399409491782, 3134858961222241214"
  })
  void wordsOfEveryLengthHashAsTensorFlowHashesThem(int length, long farm, long sip) {
    byte[] word = "serin".repeat(80).substring(0, length).getBytes(StandardCharsets.UTF_8);

    assertThat(Long.remainderUnsigned(FarmHash.of(word), 1L << 62)).isEqualTo(farm);
    assertThat(Long.remainderUnsigned(SipHash.of(7, -3, word), 1L << 62)).isEqualTo(sip);
  }
}
