package dev.serin.registry;

import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.registry.ModelVersion.State;
import dev.serin.registry.RegistryFact.AliasMoved;
import dev.serin.registry.RegistryFact.AliasRemoved;
import dev.serin.registry.RegistryFact.FileRefused;
import dev.serin.registry.RegistryFact.ModelArchived;
import dev.serin.registry.RegistryFact.VersionCertified;
import dev.serin.registry.RegistryFact.VersionRegistered;
import dev.serin.registry.RegistryFact.VersionRevived;
import dev.serin.runtime.Parity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A name with its versions from 1 on, its aliases by name, and the refusal of the newest file that
 * was offered, if that was refused.
 */
public record RegisteredModel(
    ModelName name,
    List<ModelVersion> versions,
    Map<String, Integer> aliases,
    Optional<Refusal> refused) {

  public RegisteredModel {
    versions = List.copyOf(versions);
    aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
  }

  /** The version of this number. */
  public Optional<ModelVersion> version(int number) {
    return number >= 1 && number <= versions.size()
        ? Optional.of(versions.get(number - 1))
        : Optional.empty();
  }

  /** The version that this alias points to. */
  public Optional<ModelVersion> alias(String alias) {
    return Optional.ofNullable(aliases.get(alias)).flatMap(this::version);
  }

  /** The newest version that is ready. */
  public Optional<ModelVersion> latest() {
    return versions.reversed().stream().filter(ModelVersion::ready).findFirst();
  }

  /** The version made of these bytes. */
  public Optional<ModelVersion> made(Digest artifact) {
    return versions.stream().filter(version -> version.artifact().equals(artifact)).findFirst();
  }

  /** Whether there is nothing left to show: a model of which only a refusal was known. */
  boolean nothing() {
    return versions.isEmpty() && refused.isEmpty();
  }

  /** This model after a fact of that moment. */
  RegisteredModel after(RegistryFact fact, Instant at) {
    return switch (fact) {
      case VersionRegistered registered -> with(version(registered, at));
      case VersionRevived(_, int number, _) ->
          new RegisteredModel(
              name,
              versions.stream().map(v -> v.number() == number ? v.in(State.READY) : v).toList(),
              aliases,
              Optional.empty());
      case VersionCertified(_, int number, Parity parity) ->
          new RegisteredModel(
              name,
              versions.stream().map(v -> v.number() == number ? v.certified(parity) : v).toList(),
              aliases,
              refused);
      case ModelArchived _ ->
          new RegisteredModel(
              name,
              versions.stream().map(v -> v.in(State.ARCHIVED)).toList(),
              aliases,
              Optional.empty());
      case FileRefused(_, Refusal refusal) ->
          new RegisteredModel(name, versions, aliases, Optional.of(refusal));
      case AliasMoved(_, String alias, int version) -> {
        Map<String, Integer> next = new TreeMap<>(aliases);
        next.put(alias, version);
        yield new RegisteredModel(name, versions, next, refused);
      }
      case AliasRemoved(_, String alias) -> {
        Map<String, Integer> next = new TreeMap<>(aliases);
        next.remove(alias);
        yield new RegisteredModel(name, versions, next, refused);
      }
    };
  }

  private RegisteredModel with(ModelVersion version) {
    List<ModelVersion> next = new ArrayList<>(versions);
    next.add(version);
    return new RegisteredModel(name, next, aliases, Optional.empty());
  }

  private static ModelVersion version(VersionRegistered fact, Instant at) {
    return new ModelVersion(
        fact.model(),
        fact.number(),
        fact.artifact(),
        fact.golden(),
        fact.inspection().format(),
        fact.inspection().signature(),
        fact.inspection(),
        fact.origin(),
        at,
        Optional.empty(),
        State.READY);
  }
}
