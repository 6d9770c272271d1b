package dev.serin.rollout.control;

import dev.serin.meter.trial.Report;
import dev.serin.meter.trial.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What replicas share beside the ledger: counters that only grow, how each replica stands, how long
 * the clock of a roll-out ran, and who decides. Losing its last second costs a second of evidence.
 * What cannot be read or written raises {@code Full} or {@code Unavailable}.
 */
public interface Desk extends AutoCloseable {

  /** One run ({@code boot}) of one replica. */
  record Run(String replica, String boot) {}

  /** What a replica says of one trial at once: reports may hold blocks that were told before. */
  record Flush(Run run, String rollout, Standing standing, List<Report> reports) {
    public Flush {
      reports = List.copyOf(reports);
    }
  }

  /** How a run of a replica stood {@code age} ago; {@code over}: it said goodbye. */
  record Presence(Run run, Standing standing, Duration age, boolean over) {}

  /** Reports that changed, and the mark to ask for what changes after them. */
  record Changes(List<Report> reports, long mark) {
    public Changes {
      reports = List.copyOf(reports);
    }
  }

  /**
   * How far a roll-out is in this state and epoch: milliseconds that its clock ran in all, and that
   * it has been in the state.
   */
  record Progress(String state, int epoch, long evalMillis, long stateMillis) {}

  /** Keeps the larger of what is there and what is told, count by count, and the standing. */
  void put(Flush flush);

  /** Keeps the larger of what is there and what is told, and nothing else. */
  void count(List<Report> reports);

  /** What was told of a trial after this mark (0: everything), each report without old blocks. */
  Changes since(String rollout, long mark);

  /** The newest standing of each run that ever took part, newest run of a replica last. */
  List<Presence> presences(String rollout);

  /** Takes note that this run ended in order. */
  void goodbye(Run run);

  /** Keeps how far a roll-out is. */
  void progress(String rollout, Progress progress);

  /** How far a roll-out is, as it was kept last. */
  Optional<Progress> progress(String rollout);

  /**
   * Takes or renews the lease and gives its fencing token, empty while another replica holds it. A
   * new holder (also a new run of the same replica) gets a token above {@code above} and above all
   * that were ever given.
   */
  Optional<Long> lead(Run run, Duration lease, long above);

  /** Forgets a roll-out's counters, standings and progress. */
  void forget(String rollout);

  @Override
  void close();
}
