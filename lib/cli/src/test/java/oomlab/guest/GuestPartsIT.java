package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import oomlab.Guest.Board;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Really downloads, and really ends processes half way. */
@Timeout(300)
class GuestPartsIT {
  private static final Path ETC = Path.of("/etc");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeDebian debian;

  @BeforeEach
  void makeMachine() throws IOException {
    debian = new FakeDebian(folder.resolve("a machine"));
  }

  @ParameterizedTest
  @EnumSource
  void getsABoardsPartsFromDebiansArchive(Board board) throws Exception {
    String missing = RequiredPrograms.on(System.getenv()).sentence(List.of(board)).orElse("");
    oomlab.testing.Needs.that(missing.isEmpty(), missing);
    BootFiles parts = fetched(board);

    ByteBuffer kernel = bytes(parts.kernel());
    if (board == Board.ARM32) {
      // Documentation/arch/arm/booting.rst: the magic number of a zImage.
      assertThat(kernel.getInt(0x24)).isEqualTo(0x016f2818);
      // Devicetree Specification 0.4, 5.2.
      assertThat(bytes(parts.deviceTree().orElseThrow()).order(ByteOrder.BIG_ENDIAN).getInt(0))
          .isEqualTo(0xd00dfeed);
    } else {
      // man 5 elf: the magic number; without xz, "HdrS" as in Documentation/arch/x86/boot.rst.
      boolean unpacked = HostPrograms.on(System.getenv()).find("xz").isPresent();
      assertThat(kernel.getInt(unpacked ? 0 : 0x202)).isEqualTo(unpacked ? 0x464c457f : 0x53726448);
      assertThat(parts.deviceTree()).isEmpty();
    }
    List<Path> programs = new ArrayList<>(parts.modules());
    programs.addAll(List.of(parts.busybox(), parts.oom(), parts.probe()));
    for (Path program : programs) {
      // man 5 elf, e_machine: EM_ARM is 40, EM_X86_64 is 62.
      assertThat(bytes(program).getShort(18)).isEqualTo((short) (board == Board.ARM32 ? 40 : 62));
    }
    assertThat(parts.modules())
        .extracting(module -> module.getFileName().toString())
        .endsWith("virtio_blk.ko");

    // Nothing but an emulator that is never started: no network, no compiler.
    HostPrograms none = HostPrograms.on(Map.of("PATH", debian.bin.toString()));
    debian.aptGet("exit 1", "exit 1");
    GuestStore offline = new GuestStore(folder.resolve("parts"), none, ETC, GuestPrograms.read());
    assertThat(offline.parts(board, System.out::println)).isEqualTo(parts);
    assertThat(debian.log()).isEmpty();
  }

  private BootFiles fetched(Board board) throws IOException {
    GuestStore store =
        new GuestStore(
            folder.resolve("parts"), HostPrograms.on(System.getenv()), ETC, GuestPrograms.read());
    try {
      return store.parts(board, System.out::println);
    } catch (GuestException e) {
      oomlab.testing.Needs.that(
          !String.valueOf(e.getMessage()).contains("from the mirror"), e.getMessage());
      throw e;
    }
  }

  @Test
  void aProcessKilledHalfWayLeavesNothingThatTheNextOneTrips() throws Exception {
    needsKeys();
    debian.aptGet(
        "exit 0",
        "head -c 99 /dev/zero > half.deb; echo > '" + debian.root + "/there';" + " exec sleep 5");
    Process first = setup();
    Path there = debian.root.resolve("there");
    while (first.isAlive() && !Files.exists(there)) {
      Thread.sleep(10);
    }
    first.destroyForcibly().waitFor();
    assertThat(there).exists();

    debian.aptGet("exit 0", FakeDebian.DOWNLOAD.formatted(debian.root));
    Process second = setup();
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(text(second)).contains("arm32: ready");
    assertThat(debian.cached()).noneMatch(name -> name.startsWith("work"));
    assertThat(debian.store(GuestPrograms.read()).has(Board.ARM32)).isTrue();
  }

  @Test
  void twoProcessesAtOnceMakeItOnce() throws Exception {
    needsKeys();
    debian.aptGet("sleep 1", FakeDebian.DOWNLOAD.formatted(debian.root));
    Process one = setup();
    Process two = setup();
    assertThat(one.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(two.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(text(one) + text(two)).containsOnlyOnce("waiting for another process");
    assertThat(one.exitValue() + two.exitValue()).isZero();
    assertThat(debian.log()).filteredOn(line -> line.endsWith("update")).hasSize(1);
  }

  /** The command reads the machine's own /etc. */
  private static void needsKeys() {
    oomlab.testing.Needs.that(
        AptSources.isDebian(ETC) || Files.exists(Path.of("/", AptSources.KEYRING)),
        "the keys of Debian's archive are not here: install debian-archive-keyring");
  }

  private Process setup() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-jar",
            System.getProperty("oomlab.jar"),
            "setup",
            "--guests",
            "arm32");
    builder.environment().clear();
    builder.environment().put("PATH", debian.bin.toString());
    builder.environment().put("XDG_CACHE_HOME", debian.root.resolve("xdg").toString());
    return builder.redirectErrorStream(true).start();
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static ByteBuffer bytes(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
