package dev.serin.ledger;

import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import java.time.Instant;

/**
 * A fact with its place: {@code position} in the one global order and {@code streamPosition} in its
 * stream, both from 1 without gaps; {@code hash} covers everything here and the hash before it.
 */
public record Recorded(
    long position,
    String stream,
    long streamPosition,
    Instant at,
    Actor actor,
    String type,
    Json.Obj body,
    Digest hash) {}
