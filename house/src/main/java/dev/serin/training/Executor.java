package dev.serin.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: runs the command of a job somewhere. */
public interface Executor {

  /**
   * What to run: the words of the command, variables over those of this process (without our own),
   * the folder to run in, and where everything that it prints goes.
   */
  record Task(
      String job,
      List<String> command,
      Map<String, String> variables,
      Path folder,
      BoundedLog log) {
    public Task {
      command = List.copyOf(command);
      variables = Map.copyOf(variables);
    }
  }

  /** Starts it, or raises why it cannot be started. */
  Running start(Task task) throws IOException;

  /** Ends what is left of a job that an earlier run of this process started. */
  void sweep(String job);

  /** A command that was started; ended with all its children when it is closed. */
  interface Running extends AutoCloseable {

    /** Its exit code, empty when it runs on after this time. */
    Optional<Integer> await(Duration longest) throws InterruptedException;

    /** Ends it and everything that it started, at once; any thread, any number of times. */
    void end();

    @Override
    default void close() {
      end();
    }
  }
}
