package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  @Test
  void anotherCommandOrAnotherFileIsAnotherMachine() throws Exception {
    Path kernel = folder.resolve("kernel");
    Files.writeString(kernel, "one");
    String key = Snapshots.key(List.of("qemu", "-m", "100M"), List.of(kernel));
    assertThat(Snapshots.key(List.of("qemu", "-m", "100M"), List.of(kernel))).isEqualTo(key);
    assertThat(Snapshots.key(List.of("qemu", "-m", "101M"), List.of(kernel))).isNotEqualTo(key);
    assertThat(Snapshots.key(List.of("qemu", "-m1", "00M"), List.of(kernel))).isNotEqualTo(key);
    Files.writeString(kernel, "three");
    assertThat(Snapshots.key(List.of("qemu", "-m", "100M"), List.of(kernel))).isNotEqualTo(key);
  }

  @Test
  void aSnapshotWithoutItsStateIsNone() throws Exception {
    Snapshots snapshots = new Snapshots(folder);
    assertThat(snapshots.find("x")).isEmpty();
    Path kept = Files.createDirectory(folder.resolve("x"));
    Files.writeString(kept.resolve("console.txt"), "a\nb\n");
    Files.writeString(kept.resolve("channel.txt"), "ready\n");
    Files.writeString(kept.resolve("state"), "");
    assertThat(snapshots.find("x")).isEmpty();
    Files.writeString(kept.resolve("state"), "QEVM");
    assertThat(snapshots.find("x").orElseThrow().console()).containsExactly("a", "b");
    snapshots.forget("x");
    assertThat(snapshots.find("x")).isEmpty();
    assertThat(kept).doesNotExist();
  }

  @Test
  void keepsThoseThatWereUsedLast() throws Exception {
    Snapshots snapshots = new Snapshots(folder);
    for (int i = 0; i < 8; i++) {
      Path kept = Files.createDirectory(folder.resolve("machine" + i));
      for (String file : List.of("console.txt", "channel.txt", "state")) {
        Files.writeString(kept.resolve(file), "x\n");
      }
      Files.setLastModifiedTime(kept, FileTime.from(Instant.ofEpochSecond(1_000_000 + i)));
    }
    assertThat(snapshots.find("machine0")).isPresent();
    snapshots.discardOldest();
    assertThat(snapshots.find("machine0")).isPresent();
    assertThat(snapshots.find("machine1")).isEmpty();
    assertThat(snapshots.find("machine2")).isEmpty();
    assertThat(snapshots.find("machine3")).isPresent();
  }
}
