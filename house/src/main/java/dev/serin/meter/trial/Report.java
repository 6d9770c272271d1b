package dev.serin.meter.trial;

import java.util.List;

/**
 * What one run ({@code boot}) of one replica counted in one epoch, cumulative: a later report of
 * the same key says all that an earlier one said, so that reports may be lost, doubled or out of
 * order.
 */
public record Report(
    String rollout, String replica, String boot, int epoch, List<Block> blocks, Sheet sheet) {
  public Report {
    blocks = List.copyOf(blocks);
  }
}
