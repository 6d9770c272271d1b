package dev.serin.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Problem;
import dev.serin.runtime.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Allowed models that do what no model should: each is contained, and what it could do is seen. */
class HostileModelTest {
  /** Tries {@code attempt()} when asked for 1, and answers 7 when it failed as it should. */
  private static final String TRIES =
      """
      import ctypes, os, signal, socket, subprocess, sys
      %s
      class Hostile:
          def predict(self, x):
              if x[0] != 1:
                  return [float(v) for v in x]
              try:
                  return [float(attempt())]
              except (OSError, MemoryError, subprocess.SubprocessError):
                  return [7.0]

      def load(folder):
          return Hostile()
      """;

  @TempDir Path top;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socket.create_connection(('127.0.0.1', PORT)).close()",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))",
        "socket.socket(socket.AF_INET6)",
        "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
        "socket.socket(40)",
        "open('/etc/shadow').read()",
        "open('SECRET').read()",
        "open('SECRET', 'w')",
        "os.listdir(os.path.dirname('SECRET'))",
        "open('/usr/lib/serin', 'w')",
        "open('/etc/passwd', 'w')",
        "open('/proc/sys/kernel/hostname', 'w')",
        "open('/proc/sysrq-trigger', 'w')",
        "open('/dev/mem')",
        "os.mkdir('/serin')",
        "os.remove('/bin/sh')",
        "os.kill(PARENT, 9)",
        "os.kill(-1, 9)",
        "os.setuid(0)",
        "os.chroot('/tmp')",
        "bytearray(10 << 30)",
        "open('/tmp/large', 'wb').write(bytes(200 << 20))",
      })
  void anAttemptFailsAndTheModelAnswersOn(String attempt) throws IOException {
    Path secret = Files.writeString(top.resolve("secret"), "serin");
    String code =
        attempt
            .replace("SECRET", secret.toString())
            .replace("PARENT", "" + ProcessHandle.current().pid());
    try (java.net.ServerSocket door = new java.net.ServerSocket(0);
        Predictor predictor = hostile(code.replace("PORT", "" + door.getLocalPort()))) {
      assertThat(Folders.predict(predictor, 1)).containsExactly(7);
      assertThat(Folders.predict(predictor, 2)).containsExactly(2);
    }
    assertThat(secret).hasContent("serin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ctypes.CDLL(None).unshare(0x10000000)", // a user namespace, and with it capabilities
        "ctypes.CDLL(None).mount(b'tmpfs', b'/usr', b'tmpfs', 0, None)",
        "ctypes.CDLL(None).ptrace(16, 1, 0, 0)",
        "ctypes.CDLL(None).syscall(425, 1, 0)", // io_uring
      })
  void aCallOfTheKernelThatNoModelNeedsIsRefused(String call) {
    try (Predictor predictor = hostile(call)) {
      assertThat(Folders.predict(predictor, 1)).containsExactly(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os._exit(0)",
        "sys.exit(0)",
        "os.kill(os.getpid(), 9)",
        "os.kill(0, 9)",
        "os.abort()",
        "ctypes.string_at(0)",
        "[ctypes.CDLL(None).write(fd, b'x' * 4096, 4096) for fd in range(3, 9)] and 1",
      })
  void anEndOfTheWorkerIsUnavailableForThatCallAndIsStartedAgain(String end) {
    try (Predictor predictor = hostile(end)) {
      Problem problem = problem(() -> Folders.predict(predictor, 1));

      assertThat(problem).isInstanceOf(Problem.Unavailable.class);
      assertThat(problem.code()).isEqualTo("WORKER_ENDED");
      assertThat(eventually(predictor)).containsExactly(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin()", "__import__('time').sleep(1000)", "bomb()"})
  void whatNeverEndsIsEndedWithAllThatItStarted(String forever) {
    String code =
        """
        def spin():
            while True:
                pass

        def bomb():
            while True:
                try:
                    os.fork()
                except OSError:
                    pass

        def attempt():
            return %s
        """
            .formatted(forever);
    Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());
    try (Predictor predictor = predictor(TRIES.formatted(code))) {
      Set<ProcessHandle> all = ProcessHandle.current().descendants().collect(Collectors.toSet());
      all.removeAll(before); // those of tests beside this one end too
      Problem problem = problem(() -> Folders.predict(predictor, 1));

      assertThat(problem.code()).isEqualTo("WORKER_TIMEOUT");
      assertThat(all).isNotEmpty();
      all.forEach(handle -> handle.onExit().orTimeout(60, TimeUnit.SECONDS).join());
      assertThat(eventually(predictor)).containsExactly(2);
    }
  }

  @Test
  void megabytesOfPrintsBreakNoAnswer() {
    String code =
        """
        def attempt():
            for _ in range(400):
                print("x" * 9999)
                sys.stderr.write("y" * 9999)
            os.write(1, b"z" * 99999)
            return 5
        """;
    try (Predictor predictor = predictor(TRIES.formatted(code))) {
      assertThat(Folders.predict(predictor, 1)).containsExactly(5);
    }
  }

  @Test
  void aModelThatFailsWhileItLoadsIsRefusedAndLeavesNothingRunning() {
    Path model = Folders.model(top.resolve("m"), "import os\nos._exit(5)\n");

    Problem problem = problem(() -> Folders.open(Folders.format(model), model));

    assertThat(problem.code()).isEqualTo("WORKER_LOAD");
    assertThat(problem.message()).contains("exit code 5");
  }

  private Predictor hostile(String attempt) {
    return predictor(TRIES.formatted("def attempt():\n    return " + attempt + "\n"));
  }

  private Predictor predictor(String code) {
    return Folders.predictor(Folders.model(top.resolve("m"), code));
  }

  /** Waits through the pause before the next start, which is one second. */
  private static double[] eventually(Predictor predictor) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < end) {
      try {
        return Folders.predict(predictor, 2);
      } catch (Problem.Raised raised) {
        assertThat(raised.problem()).isInstanceOf(Problem.Unavailable.class);
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("no worker was started again");
  }

  private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(Problem.Raised.class, call).problem();
  }
}
