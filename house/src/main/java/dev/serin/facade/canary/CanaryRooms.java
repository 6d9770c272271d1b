package dev.serin.facade.canary;

import dev.serin.training.Datasets;
import dev.serin.training.Jobs;
import dev.serin.web.Rooms;
import java.time.InstantSource;

/** What is behind this interface. */
public record CanaryRooms(
    Rooms rooms,
    Progress progress,
    Jobs jobs,
    Datasets datasets,
    CanarySettings settings,
    InstantSource clock) {}
