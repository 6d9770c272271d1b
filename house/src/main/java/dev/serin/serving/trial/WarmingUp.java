package dev.serin.serving.trial;

import dev.serin.serving.Arms;
import dev.serin.serving.Lease;
import dev.serin.serving.WarmUp;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Warms a candidate: it asks it and the champion the same inputs in turn, until the candidate
 * answered fifty of them as it should and its times are steady. Inputs that both reject prove
 * nothing; one failure is enough to fail.
 */
final class WarmingUp implements Runnable {
  private static final int CLEAN = 50;
  private static final int WINDOW = 20; // times whose median has to stand still
  private static final int MOST = 5_000; // after so many calls, only the machine is unsteady
  private static final int RANDOM_ROWS = 6;
  private static final double STEADY = 0.25;
  private static final long CLOSE = 50_000; // nanoseconds
  private static final long LIMIT = 10_000_000_000L; // nanoseconds of a call
  private static final long CHAMPION = 10_000_000_000L; // nanoseconds spent on the champion

  private final Attempts attempts;
  private final View view;
  private final Lease champion;
  private final Lease candidate;
  private final Warmth warmth;
  private final long[] newest = new long[2 * WINDOW];
  private long spent;
  private int calls;
  private int rejected; // by the candidate alone
  private int infinite;

  /** Owns the leases. */
  WarmingUp(Attempts attempts, View view, Lease champion, Lease candidate) {
    this.attempts = attempts;
    this.view = view;
    this.champion = champion;
    this.candidate = candidate;
    this.warmth = view.run().warmth();
  }

  @Override
  public void run() {
    try {
      List<Arms.Question> questions = questions();
      while (!warmth.stopped() && warmth.state().code().isEmpty() && !done(questions.size())) {
        ask(questions.get(calls++ % questions.size()));
      }
      conclude();
    } finally {
      candidate.close();
      champion.close();
    }
  }

  private List<Arms.Question> questions() {
    WarmUp shape =
        WarmUp.fitting(
            candidate.predictor().signature(),
            zeros -> answers(asked(candidate, new Arms.Question(zeros, defaults()))));
    warmth.shape(shape);
    return view.run().inputs().forWarmUp(List.of(candidate, champion), shape, RANDOM_ROWS);
  }

  private Set<String> defaults() {
    return Set.copyOf(candidate.predictor().signature().defaults());
  }

  /** Fifty and steady, or two rounds in which nothing could be proved. */
  private boolean done(int questions) {
    int clean = warmth.calls();
    return clean == 0 ? calls >= 2 * questions : clean >= CLEAN && (steady() || calls >= MOST);
  }

  private boolean steady() {
    long before = median(0);
    long after = median(WINDOW);
    return Math.abs(after - before) <= Math.max(CLOSE, STEADY * before);
  }

  private long median(int from) {
    long[] times = Arrays.copyOfRange(newest, from, from + WINDOW);
    Arrays.sort(times);
    return times[WINDOW / 2];
  }

  private void ask(Arms.Question question) {
    Attempt canary = asked(candidate, question);
    switch (canary.outcome()) {
      case OK -> clean((Attempt.Answered) canary, question);
      case INPUT -> rejected(question);
      case FAILURE, TIMEOUT, GONE -> failed(canary);
    }
  }

  private void clean(Attempt.Answered answered, Arms.Question question) {
    System.arraycopy(newest, 1, newest, 0, newest.length - 1);
    newest[newest.length - 1] = answered.computed().nanos();
    warmth.clean();
    if (spent < CHAMPION) {
      timed(asked(champion, question));
    }
  }

  private void timed(Attempt attempt) {
    if (attempt instanceof Attempt.Answered answered) {
      spent += answered.computed().nanos();
      warmth.champion(answered.computed().nanos());
    }
  }

  private void rejected(Arms.Question question) {
    if (answers(asked(champion, question))) {
      rejected++;
    }
  }

  private void failed(Attempt attempt) {
    if (attempt instanceof Attempt.Answered answered && !answered.finite()) {
      infinite++; // functions of shares, such as logit, are not finite everywhere
    } else {
      warmth.fail(
          "call %d of the warm-up failed: %s".formatted(calls, attempt.problem().message()));
    }
  }

  private void conclude() {
    if (!warmth.state().code().isEmpty() || warmth.stopped()) {
      return;
    }
    if (warmth.calls() == 0 && rejected > 0) {
      warmth.fail("it rejects all inputs of the warm-up, of which the champion answers some");
    } else if (warmth.calls() == 0 && infinite > 0) {
      warmth.fail("no input of the warm-up has a finite answer");
    } else {
      warmth.end();
    }
  }

  private Attempt asked(Lease lease, Arms.Question question) {
    return Attempts.fitting(lease, question)
        .map(own -> attempts.apart(view, lease, own, attempts.in(LIMIT)))
        .orElseGet(() -> Attempts.rejected(lease));
  }

  private static boolean answers(Attempt attempt) {
    return attempt.outcome() == Attempt.Outcome.OK;
  }
}
