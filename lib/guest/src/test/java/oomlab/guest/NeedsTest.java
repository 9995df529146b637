package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oomlab.Board;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedsTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeDebian debian;

  @BeforeEach
  void makeMachine() throws IOException {
    debian = new FakeDebian(folder);
  }

  @Test
  void isSilentWhenAllIsHere() throws Exception {
    needs(false).check(Board.ARM32);
    assertThat(needs(false).packages(List.of(Board.values()))).isEmpty();
    assertThat(needs(false).sentence(List.of(Board.values()))).isEmpty();
  }

  @Test
  void givesTheExactCommand() throws Exception {
    remove("qemu-system-arm", "arm-linux-gnueabi-gcc", "make");
    assertThatThrownBy(() -> needs(false).check(Board.ARM32))
        .isInstanceOf(GuestException.class)
        .hasMessage(
            "a guest (arm32) needs programs that are not here: QEMU's qemu-system-arm,"
                + " arm-linux-gnueabi-gcc with a static C library (libc.a), make. Install them with:"
                + " sudo apt-get install --no-install-recommends qemu-system-arm"
                + " gcc-arm-linux-gnueabi libc6-dev-armel-cross make, then run this again.");
  }

  @Test
  void rootNeedsNoSudo() throws Exception {
    remove("qemu-system-x86_64");
    assertThat(needs(true).sentence(List.of(Board.X86_64)).orElseThrow())
        .contains("with: apt-get install --no-install-recommends qemu-system-x86, then");
  }

  @Test
  void namesEachPackageOfBothBoardsOnce() throws Exception {
    remove("make", "tar");
    assertThat(needs(false).packages(List.of(Board.values()))).containsExactly("make", "tar");
  }

  @Test
  void noticesACompilerWithoutALibrary() throws Exception {
    debian.program("arm-linux-gnueabi-gcc", "echo libc.a");
    assertThat(needs(false).packages(List.of(Board.ARM32)))
        .containsExactly("gcc-arm-linux-gnueabi", "libc6-dev-armel-cross");
    assertThat(needs(false).compiler(Board.ARM32)).isEmpty();
    debian.program("arm-linux-gnueabi-gcc", "exit 1");
    assertThat(needs(false).compiler(Board.ARM32)).isEmpty();
  }

  @Test
  void namesTheProgramsWhereThereIsNoApt() throws Exception {
    remove("apt-get", "apt-cache", "dpkg-deb", "qemu-system-arm");
    assertThat(needs(false).sentence(List.of(Board.ARM32)).orElseThrow())
        .contains("QEMU's qemu-system-arm", "dpkg-deb", "apt-get", "Debian's archive")
        .doesNotContain("sudo");
  }

  @Test
  void needsDebiansKeysOnUbuntu() throws Exception {
    debian.write("etc/os-release", "ID=ubuntu\nVERSION_CODENAME=noble\n");
    assertThat(needs(false).packages(List.of(Board.ARM32)))
        .containsExactly("debian-archive-keyring");
    debian.write(PackageSources.KEYRING, "keys");
    assertThat(needs(false).packages(List.of(Board.ARM32))).isEmpty();
  }

  private Needs needs(boolean root) {
    return new Needs(debian.tools(), debian.etc, root);
  }

  private void remove(String... programs) throws IOException {
    for (String program : programs) {
      Files.delete(debian.bin.resolve(program));
    }
  }
}
