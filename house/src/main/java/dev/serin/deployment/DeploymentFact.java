package dev.serin.deployment;

import dev.serin.base.ModelName;

/** What happened to wishes about models; the form in the ledger is {@link FactText}. */
sealed interface DeploymentFact {

  /** The model it is about. */
  ModelName model();

  /** The model shall answer. */
  record ModelWanted(ModelName model) implements DeploymentFact {}

  /** The model shall not answer any more. */
  record ModelUnwanted(ModelName model, String why) implements DeploymentFact {}

  /** What a source does when the file changes was chosen. */
  record OnChangeChosen(ModelName model, OnChange onChange) implements DeploymentFact {}

  /** What moving {@code champion} does was chosen. */
  record PromotionChosen(ModelName model, Promotion promotion) implements DeploymentFact {}

  /** A roll-out wants this of the traffic. */
  record TrialWanted(ModelName model, Trial trial) implements DeploymentFact {}

  /** A roll-out wants nothing more. */
  record TrialEnded(ModelName model) implements DeploymentFact {}

  /** An activation failed; nothing that is wanted changed. */
  record ActivationFailed(ModelName model, String code, String message) implements DeploymentFact {}
}
