package dev.serin.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a folder that looks like a control group; the kernel's own is not there everywhere. */
class CgroupTest {
  private static final Cgroup.Bounds BOUNDS = new Cgroup.Bounds(1000, 64);

  @TempDir Path top;

  @Test
  void aGroupBoundsMemoryAndProcesses() throws IOException {
    Files.writeString(top.resolve("cgroup.subtree_control"), "cpu memory pids\n");

    Cgroup cgroup = Cgroup.below(top, "w1", BOUNDS);
    cgroup.take(42);

    Path group = top.resolve("w1");
    assertThat(cgroup.folder()).hasValue(group);
    assertThat(group.resolve("memory.max")).hasContent("1000");
    assertThat(group.resolve("pids.max")).hasContent("64");
    assertThat(group.resolve("cgroup.procs")).hasContent("42");
  }

  @Test
  void aGroupThatPassesNoControllersOnHasItsNeighbourBeside() throws IOException {
    Path own = Files.createDirectory(top.resolve("serin.service"));
    Files.writeString(own.resolve("cgroup.subtree_control"), "\n");
    Files.writeString(top.resolve("cgroup.subtree_control"), "memory\n");

    Cgroup cgroup = Cgroup.below(own, "w2", BOUNDS);

    assertThat(cgroup.folder()).hasValue(top.resolve("w2"));
    assertThat(top.resolve("w2/pids.max")).doesNotExist();
  }

  @Test
  void withoutControllersThereIsNoGroup() throws IOException {
    Files.writeString(top.resolve("cgroup.subtree_control"), "hugetlb\n");

    assertThat(Cgroup.below(top, "w3", BOUNDS).folder()).isEmpty();
  }
}
