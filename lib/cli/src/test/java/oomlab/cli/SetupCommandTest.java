package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.Guest.Board;
import oomlab.book.Programs;
import oomlab.guest.FakeDebian;
import oomlab.guest.GuestException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupCommandTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeDebian debian;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeMachine() throws IOException {
    debian = new FakeDebian(folder);
    debian.program("id", "echo 1000");
    debian.program("env", "shift 3; PATH='" + debian.bin + "' exec \"$@\"");
  }

  @Test
  void fillsTheCacheOfBothBoards() throws Exception {
    assertThat(setup(List.of(Board.values()))).isZero();
    assertThat(out.toString())
        .contains("arm32: reading the package lists")
        .contains("arm32: ready, 0.0 MB in ")
        .contains("x86_64: ready")
        .doesNotContain("apt-get");
    assertThat(debian.store().has(Board.ARM32)).isTrue();
  }

  @Test
  void installsWhatIsMissingAfterNamingIt() throws Exception {
    Files.move(debian.bin.resolve("make"), folder.resolve("make"));
    Files.move(debian.bin.resolve("apt-get"), folder.resolve("private-apt-get"));
    debian.program("id", "echo 0");
    debian.program(
        "apt-get",
        "[ $1 = install ] || exec "
            + folder
            + "/private-apt-get \"$@\"; mv "
            + folder
            + "/make "
            + debian.bin);
    assertThat(setup(List.of(Board.ARM32))).isZero();
    assertThat(out.toString())
        .containsSubsequence(
            "apt-get install --no-install-recommends make",
            "Installing with apt-get, and what they depend on: make",
            "arm32: ready");
  }

  @Test
  void printsTheCommandWhereItMayNotInstall() throws Exception {
    Files.delete(debian.bin.resolve("make"));
    assertThat(setup(List.of(Board.ARM32))).isEqualTo(1);
    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("oomlab setup: apt-get needs root, and sudo cannot be used here; ")
        .contains("sudo apt-get install --no-install-recommends make");
  }

  @Test
  void namesTheProgramsWhereThereIsNoApt() throws Exception {
    Files.delete(debian.bin.resolve("apt-get"));
    Files.delete(debian.bin.resolve("qemu-system-arm"));
    assertThat(setup(List.of(Board.ARM32))).isEqualTo(1);
    assertThat(err.toString()).hasLineCount(1).contains("no apt-get; ", "QEMU's qemu-system-arm");
  }

  @Test
  void failsWithTheStoresOwnSentence() throws Exception {
    debian.program("apt-cache", "exit 100");
    assertThatThrownBy(() -> setup(List.of(Board.ARM32))).isInstanceOf(GuestException.class);
  }

  @Test
  void wantsToKnowWhatToSetUp() {
    assertThat(execute("setup")).isEqualTo(2);
    assertThat(err.toString()).contains("./oomlab setup --guests");
    assertThat(execute("setup", "--guests", "sparc")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no guest 'sparc'; there are arm32 and x86_64.");
  }

  @Test
  void theDoctorSaysWhatGuestsLack() throws Exception {
    Path kvm = folder.resolve("kvm");
    assertThat(GuestFacts.of(debian.needs(), debian.store(), kvm))
        .extracting(Doctor.Fact::what, Doctor.Fact::fix)
        .containsExactly(
            tuple("guest arm32", "./oomlab setup --guests arm32"),
            tuple("guest x86_64", "./oomlab setup --guests x86_64"));
    setup(List.of(Board.values()));
    assertThat(GuestFacts.of(debian.needs(), debian.store(), kvm))
        .allMatch(fact -> fact.fix().isEmpty())
        .allMatch(fact -> fact.found().contains("emulated"))
        .allMatch(fact -> fact.found().contains("are in " + debian.store().folder()));
    Files.delete(debian.bin.resolve("qemu-system-arm"));
    Files.delete(debian.bin.resolve("arm-linux-gnueabi-gcc"));
    assertThat(GuestFacts.of(debian.needs(), debian.store(), kvm).get(0).found())
        .startsWith("no qemu-system-arm, no C compiler for it");
  }

  private int setup(List<Board> boards) throws IOException {
    return SetupCommand.setup(
        boards,
        Optional.empty(),
        debian.needs(),
        debian.store(),
        Programs.on(Map.of("PATH", debian.bin.toString())),
        new PrintWriter(out, true),
        new PrintWriter(err, true));
  }

  private int execute(String... arguments) {
    return Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
  }
}
