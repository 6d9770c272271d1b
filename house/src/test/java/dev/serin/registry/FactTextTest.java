package dev.serin.registry;

import static dev.serin.registry.RecordRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Recorded;
import dev.serin.registry.RegistryFact.AliasMoved;
import dev.serin.registry.RegistryFact.AliasRemoved;
import dev.serin.registry.RegistryFact.FileRefused;
import dev.serin.registry.RegistryFact.ModelArchived;
import dev.serin.registry.RegistryFact.VersionCertified;
import dev.serin.registry.RegistryFact.VersionRegistered;
import dev.serin.registry.RegistryFact.VersionRevived;
import dev.serin.runtime.Parity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The texts here lie in ledgers: they are never changed, only added to. */
class FactTextTest {
  private static final Digest A = new Digest("a".repeat(64));
  private static final Digest B = new Digest("b".repeat(64));
  private static final String REGISTERED =
      """
      {"model":"iris","version":3,"artifact":"%s","golden":"%s","origin":"directory:iris.pkl",\
      "inspection":{"format":"test","writers":{"numpy":"2.0","scikit-learn":"1.6.1"},\
      "signature":{"kind":"TABULAR",\
      "inputs":[{"name":"input-0","type":"FP64","shape":[-1,2]}],\
      "outputs":[{"name":"predict","type":"INT64","shape":[-1]},\
      {"name":"predict_proba","type":"FP64","shape":[-1,2]}],\
      "columns":[{"name":"age","type":"FP64","shape":[-1]},\
      {"name":"town","type":"BYTES","shape":[-1]}],\
      "labels":["no","yes"],"defaults":["predict"]},\
      "steps":[{"place":"Pipeline.steps[0]","type":"Scaler","mapsTo":"scale","sizes":"2 → 2"}],\
      "warnings":["holds training rows"]}}"""
          .formatted(A.hex(), B.hex());

  private static final Map<RegistryFact, Map.Entry<String, String>> TEXTS = new LinkedHashMap<>();

  static {
    TEXTS.put(
        new VersionRegistered(
            IRIS, 3, A, Optional.of(B), TestFormat.INSPECTION, "directory:iris.pkl"),
        Map.entry("VersionRegistered", REGISTERED));
    TEXTS.put(
        new VersionRegistered(IRIS, 3, A, Optional.empty(), TestFormat.INSPECTION, "upload"),
        Map.entry(
            "VersionRegistered",
            REGISTERED
                .replace("\"" + B.hex() + "\"", "null")
                .replace("directory:iris.pkl", "upload")));
    TEXTS.put(
        new VersionRevived(IRIS, 3, "upload"),
        Map.entry("VersionRevived", "{\"model\":\"iris\",\"version\":3,\"origin\":\"upload\"}"));
    TEXTS.put(
        new VersionCertified(
            IRIS, 3, new Parity(4, List.of(new Parity.Output("predict", 8, 0.5, 1e-9)))),
        Map.entry(
            "VersionCertified",
            """
            {"model":"iris","version":3,"parity":{"rows":4,"outputs":[\
            {"name":"predict","elements":8,"absolute":0.5,"relative":1.0E-9}]}}"""));
    TEXTS.put(new ModelArchived(IRIS), Map.entry("ModelArchived", "{\"model\":\"iris\"}"));
    TEXTS.put(
        new FileRefused(IRIS, new Refusal("CORRUPT", "offset 3", "cut off", "copy it", "upload")),
        Map.entry(
            "FileRefused",
            """
            {"model":"iris","code":"CORRUPT","place":"offset 3","message":"cut off",\
            "remedy":"copy it","origin":"upload"}"""));
    TEXTS.put(
        new AliasMoved(IRIS, "champion", 3),
        Map.entry("AliasMoved", "{\"model\":\"iris\",\"alias\":\"champion\",\"version\":3}"));
    TEXTS.put(
        new AliasRemoved(IRIS, "champion"),
        Map.entry("AliasRemoved", "{\"model\":\"iris\",\"alias\":\"champion\"}"));
  }

  private static Recorded recorded(String type, String text) {
    return new Recorded(
        7, "registry", 7, Instant.EPOCH, Actor.ANONYMOUS, type, (Json.Obj) Json.parse(text, 20), A);
  }

  @Test
  void everyFactIsWrittenAsItAlwaysWas() {
    TEXTS.forEach(
        (fact, text) -> {
          Entry entry = FactText.entry(fact);
          assertThat(entry.type()).isEqualTo(text.getKey());
          assertThat(entry.body().text()).isEqualTo(text.getValue());
        });
  }

  @Test
  void everyTextIsReadAsTheFactItWas() {
    TEXTS.forEach(
        (fact, text) ->
            assertThat(FactText.fact(recorded(text.getKey(), text.getValue()))).isEqualTo(fact));
  }

  @Test
  void noKindOfFactIsForgottenHere() {
    assertThat(TEXTS.keySet().stream().<Object>map(Object::getClass).distinct())
        .containsExactlyInAnyOrder((Object[]) RegistryFact.class.getPermittedSubclasses());
  }

  @Test
  void aMissingOrWrongMemberNamesThePositionAndTheMember() {
    assertThatThrownBy(() -> FactText.fact(recorded("AliasMoved", "{\"model\":\"iris\"}")))
        .hasMessageContaining("FACT_UNREADABLE")
        .hasMessageContaining("'alias' of the fact 'AliasMoved' is not a text");
    String wrong = REGISTERED.replace("\"BYTES\"", "\"BITES\"");
    assertThatThrownBy(() -> FactText.fact(recorded("VersionRegistered", wrong)))
        .hasMessageContaining("'type' of the fact 'VersionRegistered' is not one of [BOOL");
    String number = "{\"model\":\"iris\",\"alias\":\"a\",\"version\":1.5}";
    assertThatThrownBy(() -> FactText.fact(recorded("AliasMoved", number)))
        .hasMessageContaining("FACT_UNREADABLE");
  }

  @Test
  void anUnknownTypeIsNamed() {
    assertThatThrownBy(() -> FactText.fact(recorded("ModelPolished", "{\"model\":\"iris\"}")))
        .hasMessageContaining("FACT_UNKNOWN");
  }
}
