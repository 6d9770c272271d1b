package dev.serin.plug.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.plug.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path folder;

  /** Holds the folder until its input ends. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      try (DataFolder _ = DataFolder.open(Path.of(args[0]))) {
        System.out.println("held");
        System.in.read();
      }
    }
  }

  @Test
  void aFolderThatAnotherProcessHoldsIsRefusedByItsPid() throws Exception {
    try (Child child = new Child(Holder.class, folder.toString())) {
      assertThat(child.line()).isEqualTo("held");

      assertThatThrownBy(() -> DataFolder.open(folder))
          .hasMessageContaining("DATA_IN_USE")
          .hasMessageContaining("in use by the process " + child.pid());

      child.kill();
    }
    DataFolder.open(folder).close(); // a process that was killed holds nothing
  }

  @Test
  void theSameProcessIsRefusedToo() {
    try (DataFolder _ = DataFolder.open(folder)) {
      assertThatThrownBy(() -> DataFolder.open(folder))
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    DataFolder.open(folder).close();
  }

  @Test
  void aMissingFolderIsMadeToServeButNotToLookInto() {
    Path missing = folder.resolve("a/b");

    assertThatThrownBy(() -> DataFolder.existing(missing))
        .hasMessageContaining("DATA_NOT_A_FOLDER");
    assertThat(missing).doesNotExist();
    try (DataFolder data = DataFolder.open(missing)) {
      assertThat(data.ledger().getParent()).isDirectory().isEqualTo(data.root());
      assertThat(data.artifacts().getParent()).isEqualTo(data.root());
    }
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "");

    assertThatThrownBy(() -> DataFolder.open(file)).hasMessageContaining("DATA_NOT_A_FOLDER");
    assertThatThrownBy(() -> DataFolder.open(file.resolve("below")))
        .hasMessageContaining("STORAGE_UNWRITABLE");
  }
}
