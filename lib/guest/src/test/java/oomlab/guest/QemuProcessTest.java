package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuProcessTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  private Path base;

  private Path folder(String name, Duration age) throws IOException {
    Path made = Files.createDirectory(base.resolve(name));
    Files.writeString(made.resolve("initrd"), "x");
    Files.setLastModifiedTime(made, FileTime.from(Instant.now().minus(age)));
    return made;
  }

  @Test
  void sweepsWhatKilledRunsLeftAndNothingElse() throws IOException {
    Path left = folder("oomlab-guest-41-123", Duration.ofMinutes(2));
    Path young = folder("oomlab-guest-41-124", Duration.ofSeconds(5));
    Path alive = folder("oomlab-guest-42-125", Duration.ofHours(2));
    Path other = folder("oomlab-guest-notes", Duration.ofHours(2));
    Path stranger = folder("guest-41-126", Duration.ofHours(2));
    QemuProcess.sweep(base, pid -> pid == 42);
    assertThat(left).doesNotExist();
    assertThat(base.toFile().listFiles())
        .containsExactlyInAnyOrder(
            young.toFile(), alive.toFile(), other.toFile(), stranger.toFile());
  }
}
