package oomlab.internal.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import oomlab.testing.Needs;
import org.assertj.core.api.Assertions;

/** A memory cgroup (version 1) made by plain file writes, with a limit that was read back. */
record Group(Path directory) implements AutoCloseable {
  static Group limited(String name, long bytes) throws IOException {
    OwnCgroup own =
        OwnCgroup.find(Path.of("/proc/self"))
            .orElseThrow(() -> new AssertionError("this process is in no memory cgroup"));
    Needs.that(
        Files.isWritable(own.directory().resolve("memory.limit_in_bytes")),
        "no writable memory cgroup of version 1 here");
    String unique = "oomlab-test-%s-%d".formatted(name, ProcessHandle.current().pid());
    Group group = new Group(Files.createDirectory(own.directory().resolve(unique)));
    group.write("memory.limit_in_bytes", Long.toString(bytes));
    if (Files.exists(group.file("memory.memsw.limit_in_bytes"))) {
      group.write("memory.memsw.limit_in_bytes", Long.toString(bytes));
    }
    Assertions.assertThat(group.number("memory.limit_in_bytes")).isEqualTo(bytes);
    return group;
  }

  /** Moves a process in and makes sure that it is there. */
  void take(Victim victim) throws IOException {
    write("cgroup.procs", Integer.toString(victim.pid()));
    Path proc = Path.of("/proc", Integer.toString(victim.pid()));
    Assertions.assertThat(OwnCgroup.find(proc).orElseThrow().directory()).isEqualTo(directory);
  }

  long number(String name) throws IOException {
    return Long.parseLong(Files.readString(file(name)).trim());
  }

  boolean killed() throws IOException {
    return Files.readAllLines(file("memory.oom_control")).contains("oom_kill 1");
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(file(name), text);
  }

  @Override
  public void close() {
    for (int i = 0; directory.toFile().exists() && !directory.toFile().delete(); i++) {
      Assertions.assertThat(i).as("tries to remove %s", directory).isLessThan(1000);
      LockSupport.parkNanos(10_000_000); // the last process is still on its way out
    }
  }
}
