package dev.serin.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import dev.serin.deployment.Trial;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTextTest {
  private static Json.Obj document(String text) {
    return (Json.Obj) Json.parse(text.replace('\'', '"'), 20);
  }

  @Test
  void aPolicyComesBackFromItsDocument() {
    assertThat(PolicyText.policy(PolicyText.json(Policy.DEFAULT))).isEqualTo(Policy.DEFAULT);
    assertThat(PolicyText.policy()).isEqualTo(Policy.DEFAULT);
  }

  @Test
  void documentsLieKeyByKeyOverEachOther() {
    Policy policy =
        PolicyText.policy(
            document("{'window':'20s','errors':{'slo':0.1,'action':'hold'}}"),
            document("{'errors':{'slo':0.2},'probes':{'rate':'0.5/s','source':['generated']}}"));

    assertThat(policy.window()).isEqualTo(Duration.ofSeconds(20));
    assertThat(policy.errors().slo()).isEqualTo(0.2);
    assertThat(policy.errors().action()).isEqualTo(Policy.Action.HOLD);
    assertThat(policy.errors().alphaRel()).isEqualTo(0.01);
    assertThat(policy.probes().perSecond()).isEqualTo(0.5);
    assertThat(policy.probes().source()).containsExactly(Trial.Source.GENERATED);
    assertThat(policy.probes().pairs()).isEqualTo(100);
  }

  @Test
  void everyKeyOfTheDesignIsRead() {
    Policy policy =
        PolicyText.policy(
            document(
                """
                {'split':0.2,'assignment':{'sticky':{'header':'X-User-Id'}},'window':'3m',
                 'maxWindow':'1h','steps':['0.05:60s','0.25:1m','.5:500ms'],
                 'errors':{'mode':'seed_literal','slo':0.06,'alphaAbs':0.02,'alphaRel':0.03,
                   'attribution':30,'minEffect':0.01,'ratio0':1.25,'nonfinite':'ok',
                   'action':'observe'},
                 'latency':{'alpha':0.02,'tolerance':0.1,'minRatio':1.2,'pairedAlpha':0.03,
                   'action':'hold'},
                 'classes':{'alpha':0.02,'minPsi':0.2,'action':'rollback'},
                 'feedback':{'alpha':0.02,'requireImprovement':true,'action':'hold'},
                 'srm':{'alpha':0.01,'action':'observe'},
                 'gate':{'beta':0.1,'insufficientEvidence':'hold'},
                 'probes':{'enabled':false,'pairs':50,'rate':'3/s','source':'registered'},
                 'shadow':{'duration':'30s','share':0.5},
                 'sharedFault':{'level':8,'clearAfter':'10s','maxHold':'60s','then':'hold'},
                 'failover':{'enabled':false,'budget':0.1},
                 'hold':{'maxHold':'2h','then':'observe'},
                 'bake':{'duration':'0s','alpha':0.02},
                 'crash':{'maxUncleanRestarts':3},
                 'fleet':{'lease':'4s','staleReplica':'5s','counterFlush':'500ms'}}"""));

    assertThat(policy.stickyHeader()).hasValue("X-User-Id");
    assertThat(policy.steps())
        .containsExactly(
            new Policy.Step(0.05, Duration.ofSeconds(60)),
            new Policy.Step(0.25, Duration.ofSeconds(60)),
            new Policy.Step(0.5, Duration.ofMillis(500)));
    assertThat(policy.errors().mode()).isEqualTo(Policy.Mode.SEED_LITERAL);
    assertThat(policy.errors().nonFinite()).isTrue();
    assertThat(policy.bake().duration()).isZero();
    assertThat(PolicyText.policy(PolicyText.json(policy))).isEqualTo(policy);
    assertThat(PolicyText.json(policy).members().keySet())
        .isEqualTo(PolicyText.json(Policy.DEFAULT).members().keySet());
  }

  @Test
  void anythingWrongRefusesTheWholeWithAllReasonsAndTheNearestName() {
    assertThatThrownBy(
            () ->
                PolicyText.policy(
                    document(
                        """
                        {'widow':'3m','split':1.5,'window':180,'steps':['2:60s'],
                         'errors':{'alphaAb':0,'alphaAbs':1,'action':'rolback'},
                         'probes':{'rate':'2','pairs':0.5},'bake':'600s',
                         'assignment':{'sticky':{'heder':'X'}}}""")))
        .hasMessageContaining("POLICY_INVALID")
        .hasMessageContaining("unknown key widow; did you mean window?")
        .hasMessageContaining("split must be a number between 0 and 1, neither of them, was 1.5")
        .hasMessageContaining("window must be a time with its unit such as 20s, 3m or 500ms")
        .hasMessageContaining("was 180")
        .hasMessageContaining("steps must be weights between 0 and 1")
        .hasMessageContaining("unknown key errors.alphaAb; did you mean errors.alphaAbs?")
        .hasMessageContaining("errors.alphaAbs must be a number between 0 and 1")
        .hasMessageContaining("errors.action must be one of observe, hold, rollback")
        .hasMessageContaining("probes.rate must be a rate such as 2/s")
        .hasMessageContaining("probes.pairs must be a whole number")
        .hasMessageContaining("bake must be an object")
        .hasMessageContaining("assignment.sticky.header must be the name of a header")
        .hasMessageContaining("unknown key assignment.sticky.heder; did you mean");
  }

  @Test
  void valuesThatContradictEachOtherAreRefused() {
    for (String text :
        List.of(
            "{'window':'20m'}",
            "{'split':0}",
            "{'split':1}",
            "{'steps':['0.5:10s','1:10s']}",
            "{'steps':['0.1:20m']}",
            "{'probes':{'source':[]}}",
            "{'fleet':{'staleReplica':'1s'}}",
            "{'window':null}",
            "{'failover':{'enabled':'yes'}}",
            "{'errors':{'slo':'NaN'}}")) {
      assertThatThrownBy(() -> PolicyText.policy(document(text)))
          .as(text)
          .hasMessageContaining("POLICY_INVALID");
    }
  }

  @Test
  void twoPoliciesAreTheSameWhenTheirDocumentsAre() {
    Policy other = PolicyText.policy(document("{'window':'3m'}"));

    assertThat(PolicyText.digest(other)).isEqualTo(PolicyText.digest(Policy.DEFAULT));
    assertThat(PolicyText.digest(PolicyText.policy(document("{'window':'2m'}"))))
        .isNotEqualTo(PolicyText.digest(Policy.DEFAULT));
  }
}
