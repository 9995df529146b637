package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitramfsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  private Path written(Initramfs files, Optional<Path> before) throws Exception {
    Path target = Files.createTempFile(folder, "initrd", "");
    files.write(target, before);
    return target;
  }

  @Test
  void foldersComeBeforeWhatIsInThemAndModesAreKept() throws Exception {
    Initramfs files = new Initramfs().program("a/b/run", "#!/bin/sh\n").text("a/word", "x");
    Map<String, Long> modes = new LinkedHashMap<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(
            new GZIPInputStream(Files.newInputStream(written(files, Optional.empty()))))) {
      for (CpioArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        modes.put(e.getName(), e.getMode());
      }
    }
    assertThat(modes.keySet()).containsExactly("a", "a/b", "a/b/run", "a/word");
    assertThat(modes).containsEntry("a/b", 0040755L).containsEntry("a/b/run", 0100755L);
    assertThat(modes).containsEntry("a/word", 0100644L);
  }

  @Test
  void theSameFilesMakeTheSameArchive() throws Exception {
    Initramfs files = new Initramfs().text("a/word", "x");
    assertThat(written(files, Optional.empty()))
        .hasSameBinaryContentAs(written(files, Optional.empty()));
  }

  @Test
  void somebodysOwnArchiveComesFirstAndOursBeginsAtAMultipleOfFour() throws Exception {
    Path own = folder.resolve("own");
    Files.writeString(own, "12345");
    Path both = written(new Initramfs().text("word", "x"), Optional.of(own));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(both))) {
      assertThat(in.readNBytes(8)).isEqualTo("12345\0\0\0".getBytes(StandardCharsets.US_ASCII));
      assertThat(in.read()).isEqualTo(0x1f); // gzip
    }
  }
}
