package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import oomlab.Guest;
import oomlab.Guest.Board;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With programs on a PATH of its own: nothing is downloaded, and nothing of the machine is asked.
 */
class GuestStoreTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeDebian debian;

  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeMachine() throws IOException {
    debian = new FakeDebian(folder);
  }

  @Test
  void keepsOnlyWhatAGuestNeeds() throws Exception {
    debian.store().parts(Board.ARM32, said::add);
    String programs = debian.cached().get(debian.cached().size() - 1).split("/", -1)[1];
    assertThat(debian.cached())
        .containsExactly(
            "arm32/busybox-1.0/SHA256SUMS",
            "arm32/busybox-1.0/busybox",
            "arm32/kernel-linux-image-6.1.0-1-x/SHA256SUMS",
            "arm32/kernel-linux-image-6.1.0-1-x/kernel",
            "arm32/kernel-linux-image-6.1.0-1-x/modules/blk_helper.ko",
            "arm32/kernel-linux-image-6.1.0-1-x/modules/virtio_blk.ko",
            "arm32/kernel-linux-image-6.1.0-1-x/modules/virtio_mmio.ko",
            "arm32/kernel-linux-image-6.1.0-1-x/modules/virtio_ring.ko",
            "arm32/kernel-linux-image-6.1.0-1-x/vexpress-v2p-ca9.dtb",
            "arm32/" + programs + "/SHA256SUMS",
            "arm32/" + programs + "/oom",
            "arm32/" + programs + "/probe");
  }

  @Test
  void keepsAKernelOfAnotherSeriesBesideTheUsualOne() throws Exception {
    Guest newer = Guest.arm32().series("6.12");
    BootFiles usual = debian.store().parts(Guest.arm32(), said::add);
    BootFiles other = debian.store().parts(newer, said::add);
    assertThat(other.kernel())
        .isEqualTo(
            debian.cache().resolve("arm32/series6.12-linux-image-6.12.10+deb13-armmp/kernel"))
        .hasContent(FakeDebian.NEWER);
    assertThat(other.busybox()).isEqualTo(usual.busybox());
    assertThat(debian.store().parts(Guest.arm32(), said::add)).isEqualTo(usual);
    assertThat(usual.modules()).isNotEmpty();
    assertThat(debian.store().parts(Guest.arm32().kernel(folder), said::add))
        .isEqualTo(usual.withoutModules());
    debian.log();
    assertThat(debian.store().parts(newer, said::add)).isEqualTo(other);
    assertThat(debian.log()).isEmpty();
    assertThatThrownBy(() -> debian.store().parts(Guest.arm32().series("5.99"), said::add))
        .hasMessage("Debian has no kernel of series 5.99 for arm32 here; there are: 6.12, 6.16.");
  }

  @Test
  void ordersModulesByWhatTheyNeed() throws Exception {
    assertThat(debian.store().parts(Board.ARM32, said::add).modules())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("virtio_ring.ko", "virtio_mmio.ko", "blk_helper.ko", "virtio_blk.ko");
    assertThat(debian.store().parts(Board.X86_64, said::add).modules())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("virtio_ring.ko", "virtio_pci.ko", "blk_helper.ko", "virtio_blk.ko");
  }

  @Test
  void runsNoProgramOnceTheCacheIsFilled() throws Exception {
    BootFiles first = debian.store().parts(Board.X86_64, said::add);
    assertThat(debian.log()).isNotEmpty();
    said.clear();
    assertThat(debian.store().parts(Board.X86_64, said::add)).isEqualTo(first);
    assertThat(debian.log()).isEmpty();
    assertThat(said).isEmpty();
    assertThat(first.deviceTree()).isEmpty();
    assertThat(first.oom()).isExecutable();
  }

  @Test
  void makesOnlyTheDamagedPartAnew() throws Exception {
    GuestStore store = debian.store();
    store.parts(Board.ARM32, said::add);
    for (String name : debian.cached()) {
      Path file = debian.cache().resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      debian.log();
      bytes[bytes.length - 2] ^= 1;
      Files.write(file, bytes);
      assertThat(store.has(Board.ARM32)).as(name).isFalse();

      store.parts(Board.ARM32, said::add);
      assertThat(store.has(Board.ARM32)).as(name).isTrue();
      assertThat(
              debian.log().stream()
                  .map(line -> line.replaceFirst(".*download (linux-image|busybox).*", "$1"))
                  .filter(line -> line.matches("make|linux-image|busybox")))
          .as(name)
          .containsExactly(
              name.contains("kernel-")
                  ? "linux-image"
                  : name.contains("busybox-") ? "busybox" : "make");
      assertThat(said).anyMatch(line -> line.contains("is damaged and is replaced"));
      said.clear();
    }
  }

  @Test
  void noticesMissingFilesAndSums() throws Exception {
    GuestStore store = debian.store();
    store.parts(Board.ARM32, said::add);
    for (String name : debian.cached()) {
      Files.delete(debian.cache().resolve(name));
      assertThat(store.has(Board.ARM32)).as(name).isFalse();
      store.parts(Board.ARM32, said::add);
      assertThat(debian.cache().resolve(name)).exists();
    }
  }

  @Test
  void leavesNothingHalfMadeWhenTheMirrorCannotBeReached() throws Exception {
    debian.aptGet(
        "echo \"W: Failed to fetch http://deb.example/debian/InRelease  Could not resolve"
            + " 'deb.example'\" >&2",
        "exit 100");
    debian.program("apt-cache", "echo 'E: No packages found' >&2; exit 100");
    assertThatThrownBy(() -> debian.store().parts(Board.ARM32, said::add))
        .isInstanceOf(GuestException.class)
        .hasMessage(
            "Debian's package linux-image-armmp for armhf could not be got from the mirror (Failed"
                + " to fetch http://deb.example/debian/InRelease Could not resolve 'deb.example'):"
                + " check the network, and apt's sources and proxy, then run this again.");
    assertThat(debian.cached()).isEmpty();
  }

  @Test
  void leavesNothingHalfMadeWhenADownloadBreaksOff() throws Exception {
    debian.aptGet(
        "exit 0",
        "cp "
            + folder
            + "/deb/$4_1%3a1.0_x.deb .; echo 'E: Failed to fetch x.deb  Hash Sum"
            + " mismatch' >&2; exit 100");
    assertThatThrownBy(() -> debian.store().parts(Board.ARM32, said::add))
        .hasMessageContaining("Hash Sum mismatch");
    assertThat(debian.cached()).isEmpty();
  }

  @Test
  void goesOnWithoutAListThatIsBroken() throws Exception {
    debian.aptGet(
        "echo 'E: Failed to fetch http://deb.example/security  unexpected size' >&2; exit 100",
        FakeDebian.DOWNLOAD.formatted(folder));
    debian.store().parts(Board.ARM32, said::add);
    assertThat(debian.store().has(Board.ARM32)).isTrue();
  }

  @Test
  void saysThatTheDiskIsFullWhicheverProgramFindsOut() throws Exception {
    // /dev/full gives the very error (man 4 full).
    full(() -> debian.aptGet("exit 0", "cat " + folder + "/deb/$4* > /dev/full"));
    full(() -> debian.program("tar", "cp /bin/sh /dev/full"));
    full(() -> debian.program("make", "cp /bin/sh /dev/full"));
    full(() -> debian.aptGet("cp /bin/sh /dev/full", "exit 1"));
  }

  private void full(Change change) throws IOException {
    Path own = Files.createTempDirectory(folder, "machine");
    debian = new FakeDebian(own);
    change.make();
    assertThatThrownBy(() -> debian.store().parts(Board.ARM32, said::add))
        .isInstanceOf(GuestException.class)
        .hasMessageStartingWith("the disk of " + debian.cache() + " is full: ")
        .hasMessageContaining("make room");
    assertThat(debian.cached()).allMatch(name -> name.matches("arm32/(kernel|busybox)-.*"));
  }

  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  @Test
  void saysWhatAKernelPackageLacks() throws Exception {
    Files.delete(
        folder.resolve(
            "tree/" + FakeDebian.IMAGE + "/usr/lib/linux-image-6.1.0-1-x/vexpress-v2p-ca9.dtb"));
    assertThatThrownBy(() -> debian.store().parts(Board.ARM32, said::add))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("has no vexpress-v2p-ca9.dtb in it");
    assertThat(debian.cached()).isEmpty();
    debian.store().parts(Board.X86_64, said::add);

    debian.write("tree/" + FakeDebian.IMAGE + "/lib/modules/6.1.0-1-x/modules.builtin", "");
    Files.delete(debian.cache().resolve("x86_64/kernel-" + FakeDebian.IMAGE + "/kernel"));
    assertThatThrownBy(() -> debian.store().parts(Board.X86_64, said::add))
        .hasMessageContaining("lacks what a disk needs: built_in_lib");
  }

  @Test
  void saysWhyTheCompilerFailsAndDownloadsNothingTwice() throws Exception {
    debian.program("make", "echo \"oom.c:1: fatal error: stdio.h: No such file\" >&2; exit 2");
    assertThatThrownBy(() -> debian.store().parts(Board.ARM32, said::add))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("arm-linux-gnueabi-gcc cannot compile")
        .hasMessageContaining("stdio.h: No such file")
        .hasMessageContaining("gcc-arm-linux-gnueabi, libc6-dev-armel-cross");
    assertThat(debian.cached()).noneMatch(name -> name.contains("programs"));
    debian.log();
    debian.program("make", "touch oom probe; chmod +x oom probe");
    debian.store().parts(Board.ARM32, said::add);
    assertThat(debian.log()).containsExactly("make");
  }

  @Test
  void compilesAnewWhenTheSourceChangesAndKeepsOneGeneration() throws Exception {
    List<Path> oom = new ArrayList<>();
    for (String source : List.of("one", "two", "three")) {
      oom.add(debian.store(source).parts(Board.ARM32, said::add).oom());
      assertThat(oom.get(oom.size() - 1)).content().contains(source);
      Path inCache = debian.cache().relativize(oom.get(oom.size() - 1));
      Path programs = debian.cache().resolve(inCache.subpath(0, 2));
      // Files of the same millisecond have no order.
      assertThat(programs.toFile().setLastModified(oom.size() * 1_000_000L)).isTrue();
    }
    assertThat(oom.get(0)).doesNotExist();
    assertThat(oom.get(1)).exists();
  }

  @Test
  void sweepsUpAfterOneThatWasEndedHalfWay() throws Exception {
    debian.write("xdg/oomlab/guests/work123/apt/half.deb", "half");
    debian.store().parts(Board.ARM32, said::add);
    assertThat(debian.cache().resolve("work123")).doesNotExist();
  }

  @Test
  void endsItsProgramsWhenItIsInterrupted() throws Exception {
    debian.aptGet("exit 0", "echo $$ > " + folder + "/pid; exec sleep 600");
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                debian.store().parts(Board.ARM32, said::add);
                end.complete(new AssertionError("it was not interrupted"));
              } catch (GuestException e) {
                end.complete(Thread.currentThread().isInterrupted() ? e : new Error(e));
              }
            });
    thread.start();
    Path pid = folder.resolve("pid");
    while (!end.isDone() && (!Files.exists(pid) || Files.size(pid) == 0)) {
      Thread.sleep(10);
    }
    thread.interrupt();
    assertThat(end.get()).isInstanceOf(GuestException.class).hasMessageContaining("interrupted");
    long child = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    assertThat(debian.cached()).isEmpty();
  }

  @Test
  void twoAtOnceMakeItOnce() throws Exception {
    debian.aptGet("sleep 0.3", FakeDebian.DOWNLOAD.formatted(folder));
    CountDownLatch both = new CountDownLatch(2);
    List<CompletableFuture<BootFiles>> results = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      results.add(
          CompletableFuture.supplyAsync(
              () -> {
                both.countDown();
                try {
                  both.await();
                  return debian.store().parts(Board.ARM32, said::add);
                } catch (InterruptedException | IOException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    assertThat(results.get(0).get()).isEqualTo(results.get(1).get());
    assertThat(debian.log()).filteredOn(line -> line.endsWith("update")).hasSize(1);
  }

  @Test
  void namesTheFolderThatCannotBeWritten() throws Exception {
    debian.write("xdg", "a file");
    assertThatThrownBy(() -> debian.store().parts(Board.ARM32, said::add))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("cannot be kept in " + debian.cache())
        .hasMessageContaining("XDG_CACHE_HOME");
  }

  @Test
  void namesTheMissingEmulatorAlsoWithAFilledCache() throws Exception {
    debian.store().parts(Board.ARM32, said::add);
    Files.delete(debian.bin.resolve("qemu-system-arm"));
    assertThatThrownBy(() -> debian.store().parts(Board.ARM32, said::add))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("qemu-system-arm");
  }
}
