package dev.serin.plug;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Another Java process of a test, on the same class path; it is killed at the latest by close. */
public final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  /** Starts the main class. */
  public Child(Class<?> main, String... arguments) throws IOException {
    this(List.of(), main, arguments);
  }

  /** Starts the main class by a command in front of {@code java}. */
  public Child(List<String> front, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(front);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader();
  }

  public long pid() {
    return process.pid();
  }

  /** The next line that it prints, "" at its end. */
  public String line() throws IOException {
    String line = out.readLine();
    return line == null ? "" : line;
  }

  /** Ends it as {@code kill -9} does and waits until it is gone. */
  public void kill() {
    process.toHandle().destroyForcibly(); // unlike Process.destroyForcibly, it leaves the pipe open
    process.onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    out.close();
  }
}
