package dev.serin.registry;

import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Parity;
import java.util.Optional;

/** What happened to registered models; the form in the ledger is {@link FactText}. */
sealed interface RegistryFact {

  /** The model it is about. */
  ModelName model();

  /** A stored and inspected artifact became a version. */
  record VersionRegistered(
      ModelName model,
      int number,
      Digest artifact,
      Optional<Digest> golden,
      Inspection inspection,
      String origin)
      implements RegistryFact {}

  /** The bytes of an archived version were offered again. */
  record VersionRevived(ModelName model, int number, String origin) implements RegistryFact {}

  /** The golden rows of a version agreed, this closely. */
  record VersionCertified(ModelName model, int number, Parity parity) implements RegistryFact {}

  /** All versions were archived, and a standing refusal was forgotten. */
  record ModelArchived(ModelName model) implements RegistryFact {}

  /** A file was not accepted. */
  record FileRefused(ModelName model, Refusal refusal) implements RegistryFact {}

  /** An alias points to a version. */
  record AliasMoved(ModelName model, String alias, int version) implements RegistryFact {}

  /** An alias points nowhere. */
  record AliasRemoved(ModelName model, String alias) implements RegistryFact {}
}
