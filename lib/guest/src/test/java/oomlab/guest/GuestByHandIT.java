package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import oomlab.Guest.Board;
import oomlab.testing.Emulators;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Types what this module's README says about doing it by hand, word for word. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class GuestByHandIT {
  private static final int LONGEST_SECONDS = 120;
  private static final Pattern KERNEL = Pattern.compile("\\[ *\\d{1,5}\\.\\d{6}\\][^\n]*\n?");

  private static String commands() throws IOException {
    String text = Files.readString(Path.of("lib/guest/README.md"));
    String section = text.substring(text.indexOf("\n## By hand"));
    int begin = section.indexOf("```sh\n") + "```sh\n".length();
    return section.substring(begin, section.indexOf("```", begin));
  }

  @Test
  void theReadersOwnCommandsEndInAKill(@TempDir Path folder) throws Exception {
    Emulators.needed(Board.ARM32);
    Needs.that(
        HostPrograms.on(System.getenv()).find("cpio").isPresent(),
        "cpio packs an initramfs by hand: install the package cpio");
    GuestStore store =
        GuestStore.open(System.getenv(), Path.of(System.getProperty("user.home", "/")));
    store.fill(Board.ARM32, Optional.empty(), line -> {});
    Path guests = folder.resolve(".oomlab/cache/oomlab/guests");
    Files.createDirectories(guests.resolve(".."));
    Files.createSymbolicLink(guests, store.folder());
    Files.createSymbolicLink(folder.resolve("lib"), Path.of("lib").toAbsolutePath());

    ProcessBuilder shell =
        new ProcessBuilder(
                "timeout", "-k", "1", String.valueOf(LONGEST_SECONDS), "sh", "-ec", commands())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    Process process = shell.start();
    StringBuilder printed = new StringBuilder();
    try (InputStream out = process.getInputStream();
        OutputStream in = process.getOutputStream()) {
      await(out, printed, "/ # ");
      in.write("oom\n".getBytes(StandardCharsets.UTF_8));
      in.flush();
      await(out, printed, "victim signalled: 9");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(printed).contains("allocating 10485760 bytes.", "Killed process");
  }

  /** The kernel writes to the same line, also into the middle of a word. */
  private static String withoutKernel(CharSequence printed) {
    return KERNEL.matcher(printed).replaceAll("");
  }

  private static void await(InputStream out, StringBuilder printed, String words)
      throws IOException {
    int from = printed.length();
    byte[] bytes = new byte[4096];
    while (!withoutKernel(printed.substring(from)).contains(words)) {
      int count = out.read(bytes);
      assertThat(count).as("it ended: %s", printed).isPositive();
      printed.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
    }
  }
}
