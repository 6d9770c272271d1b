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

  /** The challenger's part in percent was chosen. */
  record WeightChosen(ModelName model, int percent) implements DeploymentFact {}

  /** Requests of one key stay together. */
  record StickyKeyChosen(ModelName model, String key) implements DeploymentFact {}

  /** Every request stands alone. */
  record StickyKeyDropped(ModelName model) implements DeploymentFact {}

  /** Whether the champion answers where the challenger fails was chosen. */
  record FallbackChosen(ModelName model, boolean fallback) implements DeploymentFact {}

  /** An activation failed; nothing that is wanted changed. */
  record ActivationFailed(ModelName model, String code, String message) implements DeploymentFact {}
}
