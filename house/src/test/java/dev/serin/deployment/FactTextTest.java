package dev.serin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.DeploymentFact.ActivationFailed;
import dev.serin.deployment.DeploymentFact.ModelUnwanted;
import dev.serin.deployment.DeploymentFact.ModelWanted;
import dev.serin.deployment.DeploymentFact.OnChangeChosen;
import dev.serin.deployment.DeploymentFact.PromotionChosen;
import dev.serin.deployment.DeploymentFact.TrialEnded;
import dev.serin.deployment.DeploymentFact.TrialWanted;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The texts here lie in ledgers: they are never changed, only added to. */
class FactTextTest {
  private static final ModelName IRIS = new ModelName("iris");
  private static final Trial TRIAL =
      new Trial(
          "r-1",
          3,
          Trial.Stage.SPLIT,
          2,
          new Trial.Split(0.5, Optional.of("X-User-Id"), 0.6),
          new Trial.Measuring(0.05, false, false, Duration.ofSeconds(10)),
          Optional.of(new Trial.Probing(2, 100, List.of(Trial.Source.GENERATED))),
          Optional.of(1));
  private static final Map<DeploymentFact, String> TEXTS =
      Map.of(
          new ModelWanted(IRIS),
          "ModelWanted {\"model\":\"iris\"}",
          new ModelUnwanted(IRIS, "the file changed"),
          "ModelUnwanted {\"model\":\"iris\",\"why\":\"the file changed\"}",
          new OnChangeChosen(IRIS, OnChange.CANARY),
          "OnChangeChosen {\"model\":\"iris\",\"onChange\":\"CANARY\"}",
          new PromotionChosen(IRIS, Promotion.CANARY),
          "PromotionChosen {\"model\":\"iris\",\"promotion\":\"CANARY\"}",
          new TrialWanted(IRIS, TRIAL),
          "TrialWanted {\"model\":\"iris\",\"trial\":{\"rollout\":\"r-1\",\"epoch\":3,"
              + "\"stage\":\"SPLIT\",\"candidate\":2,\"weight\":0.5,"
              + "\"stickyHeader\":\"X-User-Id\",\"failover\":0.6,\"tolerance\":0.05,"
              + "\"nonFinite\":false,\"capture\":false,\"staleMillis\":10000,"
              + "\"probesPerSecond\":2.0,\"probePairs\":100,\"probeSources\":[\"GENERATED\"],"
              + "\"kept\":1}}",
          new TrialEnded(IRIS),
          "TrialEnded {\"model\":\"iris\"}",
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
    assertThatThrownBy(() -> FactText.fact(recorded("TrialWanted {\"model\":\"iris\"}")))
        .hasMessageContaining("not an object");
  }
}
