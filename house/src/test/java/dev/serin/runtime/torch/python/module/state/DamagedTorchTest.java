package dev.serin.runtime.torch.python.module.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.reader.Walk;
import dev.serin.reader.Zip;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.python.module.PickledModules;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files with bits turned over, cut off or spliced: each is read or refused. */
@Timeout(300)
class DamagedTorchTest {
  private static final int ROUNDS = 150;
  private static final Limits LIMITS =
      new Limits(1 << 28, 1 << 28, 100, 1_000_000, 1_000, 100_000, 100);

  private static byte[] damage(byte[] whole, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] damaged = whole.clone();
    int reach = random.nextBoolean() ? whole.length : Math.min(whole.length, 1_500);
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      damaged[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    }
    if (random.nextInt(5) == 0) {
      int from = random.nextInt(whole.length);
      int length = Math.min(40, whole.length - from);
      System.arraycopy(whole, from, damaged, random.nextInt(whole.length - length + 1), length);
    }
    return damaged;
  }

  private static void orRefused(Runnable reading) {
    try {
      reading.run();
    } catch (Problem.Raised raised) {
      assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
      assertThat(raised.problem().message()).isNotBlank();
    }
  }

  private static void open(Format format, Bundle bundle) {
    orRefused(() -> assertThat(format.open(bundle, LIMITS).inspection()).isNotNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp-legacy/model.pth",
        "mlp-safetensors/model.safetensors",
        "mlp/model.pt",
        "mlp/model_class.py",
        "loops/model_class.py",
        "methods/model_class.py"
      })
  void aDamagedFileOfAFolderIsReadOrRefused(String path) {
    String[] parts = path.split("/");
    Folder folder = Folder.of("torch-2.13-state/" + parts[0]);
    Random random = new Random(path.hashCode());
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = damage(folder.files().get(parts[1]), random);
      open(new TorchStateFormat(Folder.NO_ENGINE), folder.with(parts[1], damaged));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"module-mlp-legacy"})
  void aDamagedWholeModuleIsReadOrRefused(String name) {
    byte[] whole = Folder.of("torch-2.13-state/" + name).files().get("model.pt");
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 2 * ROUNDS; i++) {
      open(new TorchModuleFormat(Folder.NO_ENGINE), Folder.file("model.pt", damage(whole, random)));
    }
  }

  /** Below the checksums of the archive. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp", "mlp-strided", "module-conv", "mlp-checkpoint"})
  void aDamagedPickleOfAnArchiveIsReadOrRefused(String name) {
    byte[] file = Folder.of("torch-2.13-state/" + name).files().get("model.pt");
    Zip zip = Zip.read(file, Budget.usual());
    ByteBuffer pickle = zip.required("model/data.pkl");
    byte[] whole = new byte[pickle.remaining()];
    pickle.get(whole);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < 4 * ROUNDS; i++) {
      byte[] damaged = damage(whole, random);
      orRefused(() -> readAll(damaged, zip));
    }
  }

  private static void readAll(byte[] damaged, Zip zip) {
    Budget budget = new Budget(1 << 28, 100, 1_000_000, 1_000, 64 << 20);
    TorchPickle pickle =
        TorchPickle.read(
            ByteBuffer.wrap(damaged),
            key -> zip.required("model/data/" + key),
            budget,
            PickledModules::allows);
    Walk walk = new Walk(pickle.root(), 100_000);
    while (walk.next()) {
      Node node = walk.node();
      orRefused(() -> pickle.tensor(node));
    }
    assertThat(pickle.root()).isNotNull();
  }
}
