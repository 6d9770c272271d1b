package dev.serin.registry;

import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.registry.RegistryFact.AliasMoved;
import dev.serin.registry.RegistryFact.AliasRemoved;
import dev.serin.registry.RegistryFact.FileRefused;
import dev.serin.registry.RegistryFact.ModelArchived;
import dev.serin.registry.RegistryFact.VersionCertified;
import dev.serin.registry.RegistryFact.VersionRegistered;
import dev.serin.registry.RegistryFact.VersionRevived;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Parity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides what a command means for an image: facts, none when all is as wished, or a problem. */
final class Decider {
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern RESERVED_ALIAS = Pattern.compile("(?i)latest|v\\d+");

  private Decider() {}

  /** A stored, inspected artifact that wants to be a version. */
  record Offer(
      ModelName model,
      Digest artifact,
      Optional<Digest> golden,
      Inspection inspection,
      String origin) {}

  static List<RegistryFact> register(RegistryImage image, Offer offer) {
    Optional<RegisteredModel> model = image.model(offer.model());
    Optional<ModelVersion> made = model.flatMap(m -> m.made(offer.artifact()));
    if (made.isPresent()) {
      boolean refused = model.get().refused().isPresent();
      return made.get().ready() && !refused
          ? List.of()
          : List.of(new VersionRevived(offer.model(), made.get().number(), offer.origin()));
    }
    int number = model.map(m -> m.versions().size()).orElse(0) + 1;
    return List.of(
        new VersionRegistered(
            offer.model(),
            number,
            offer.artifact(),
            offer.golden(),
            offer.inspection(),
            offer.origin()));
  }

  static List<RegistryFact> certify(RegistryImage image, ModelName name, int number, Parity met) {
    boolean open =
        image.known(name).version(number).filter(version -> version.parity().isEmpty()).isPresent();
    return open ? List.of(new VersionCertified(name, number, met)) : List.of();
  }

  static List<RegistryFact> refuse(RegistryImage image, ModelName name, Refusal refusal) {
    boolean standing =
        image.model(name).flatMap(RegisteredModel::refused).equals(Optional.of(refusal));
    return standing ? List.of() : List.of(new FileRefused(name, refusal));
  }

  static List<RegistryFact> archive(RegistryImage image, ModelName name) {
    boolean anything =
        image
            .model(name)
            .filter(m -> m.refused().isPresent() || m.latest().isPresent())
            .isPresent();
    return anything ? List.of(new ModelArchived(name)) : List.of();
  }

  static List<RegistryFact> alias(RegistryImage image, ModelName name, String alias, int number) {
    checkAlias(alias);
    RegisteredModel model = image.known(name);
    ModelVersion version =
        model
            .version(number)
            .orElseThrow(
                () ->
                    new Problem.Raised(
                        new Problem.Unknown(
                            "VERSION_UNKNOWN", "'" + name + "' has no version " + number)));
    if (!version.ready()) {
      throw new Problem.Raised(
          new Problem.Conflict(
              "VERSION_ARCHIVED",
              "version " + number + " of '" + name + "' is archived: register its file again"));
    }
    boolean there = Integer.valueOf(number).equals(model.aliases().get(alias));
    return there ? List.of() : List.of(new AliasMoved(name, alias, number));
  }

  static List<RegistryFact> unalias(RegistryImage image, ModelName name, String alias) {
    checkAlias(alias);
    boolean there = image.known(name).aliases().containsKey(alias);
    return there ? List.of(new AliasRemoved(name, alias)) : List.of();
  }

  private static void checkAlias(String alias) {
    if (!ALIAS.matcher(alias).matches()) {
      throw invalid("an alias has 1 to 255 letters, digits, '_' or '-'");
    }
    if (RESERVED_ALIAS.matcher(alias).matches()) {
      throw invalid("'" + alias + "' is reserved: an alias is not 'latest' and not 'v' and digits");
    }
  }

  private static Problem.Raised invalid(String message) {
    return new Problem.Raised(new Problem.Invalid("ALIAS_INVALID", "alias", message));
  }
}
