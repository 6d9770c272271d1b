package dev.serin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.DeploymentFact.ActivationFailed;
import dev.serin.deployment.DeploymentFact.FallbackChosen;
import dev.serin.deployment.DeploymentFact.ModelUnwanted;
import dev.serin.deployment.DeploymentFact.ModelWanted;
import dev.serin.deployment.DeploymentFact.OnChangeChosen;
import dev.serin.deployment.DeploymentFact.StickyKeyChosen;
import dev.serin.deployment.DeploymentFact.StickyKeyDropped;
import dev.serin.deployment.DeploymentFact.WeightChosen;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Recorded;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The texts here lie in ledgers: they are never changed, only added to. */
class FactTextTest {
  private static final ModelName IRIS = new ModelName("iris");
  private static final Map<DeploymentFact, String> TEXTS =
      Map.of(
          new ModelWanted(IRIS),
          "ModelWanted {\"model\":\"iris\"}",
          new ModelUnwanted(IRIS, "the file changed"),
          "ModelUnwanted {\"model\":\"iris\",\"why\":\"the file changed\"}",
          new OnChangeChosen(IRIS, OnChange.CANARY),
          "OnChangeChosen {\"model\":\"iris\",\"onChange\":\"CANARY\"}",
          new WeightChosen(IRIS, 50),
          "WeightChosen {\"model\":\"iris\",\"percent\":50}",
          new StickyKeyChosen(IRIS, "X-User-Id"),
          "StickyKeyChosen {\"model\":\"iris\",\"key\":\"X-User-Id\"}",
          new StickyKeyDropped(IRIS),
          "StickyKeyDropped {\"model\":\"iris\"}",
          new FallbackChosen(IRIS, false),
          "FallbackChosen {\"model\":\"iris\",\"fallback\":false}",
          new ActivationFailed(IRIS, "CORRUPT", "cut off"),
          "ActivationFailed {\"model\":\"iris\",\"code\":\"CORRUPT\",\"message\":\"cut off\"}");

  private static Recorded recorded(String text) {
    int space = text.indexOf(' ');
    return new Recorded(
        7,
        "deployment",
        7,
        Instant.EPOCH,
        Actor.ANONYMOUS,
        text.substring(0, space),
        (Json.Obj) Json.parse(text.substring(space + 1), 20),
        new Digest("a".repeat(64)));
  }

  @Test
  void everyFactIsWrittenAsItAlwaysWas() {
    TEXTS.forEach(
        (fact, text) -> {
          Entry entry = FactText.entry(fact);
          assertThat(entry.type() + " " + entry.body().text()).isEqualTo(text);
        });
  }

  @Test
  void everyTextIsReadAsTheFactItWas() {
    TEXTS.forEach((fact, text) -> assertThat(FactText.fact(recorded(text))).isEqualTo(fact));
  }

  @Test
  void noKindOfFactIsForgottenHere() {
    assertThat(TEXTS.keySet().stream().<Object>map(Object::getClass))
        .containsExactlyInAnyOrder((Object[]) DeploymentFact.class.getPermittedSubclasses());
  }

  @Test
  void anUnknownTypeAndAnUnknownChoiceAreNamed() {
    assertThatThrownBy(() -> FactText.fact(recorded("ModelPolished {\"model\":\"iris\"}")))
        .hasMessageContaining("FACT_UNKNOWN");
    assertThatThrownBy(
            () -> FactText.fact(recorded("OnChangeChosen {\"model\":\"iris\",\"onChange\":\"X\"}")))
        .hasMessageContaining("not one of [SWITCH, DEACTIVATE, CANARY]");
    assertThatThrownBy(() -> FactText.fact(recorded("FallbackChosen {\"model\":\"iris\"}")))
        .hasMessageContaining("not true or false");
  }
}
