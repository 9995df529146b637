package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.report.LogRecord;
import oomlab.testing.Links;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelDeathsTest {
  private static final String HERE = "pid:[4026531836]";
  private static final String KILLED =
      "Memory cgroup out of memory: Killed process 42 (java) total-vm:4kB, anon-rss:4kB";

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  private List<LogRecord> log = List.of();

  @BeforeEach
  void boot() throws IOException {
    write("proc/sys/kernel/random/boot_id", "b-1\n");
    process(42, 5000);
    process(43, 9000);
  }

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(dir);
  }

  @Test
  void kernelThatLivesOrEndedInGoodOrderIsNoNews() throws IOException {
    Path file = obituaries().leave(note(42)).orElseThrow();
    assertThat(obituaries().tell(note(43))).isEmpty();
    Files.delete(file);
    gone(42);
    assertThat(obituaries().tell(note(43))).isEmpty();
  }

  @Test
  void killByTheOomKillerIsQuotedFromTheLogAndToldOnce() throws IOException {
    log = List.of(record(51_000_000, KILLED));
    assertThat(death())
        .isEqualTo(
            "The Java kernel in /n (process 42) was killed by the OOM killer: \""
                + KILLED
                + "\". Close what needs memory, or give the machine more. Its variables are gone:"
                + " run its notebook again from the first cell.");
    assertThat(obituaries().tell(note(43))).isEmpty();
  }

  @Test
  void killBeforeItsStartWasOfAnotherProcessWithItsPid() throws IOException {
    log = List.of(record(49_000_000, KILLED));
    assertThat(death())
        .contains(
            "ended without a word, as after kill -9. The kernel's log has no OOM kill of it.");
  }

  @Test
  void pidThatIsUsedAgainDoesNotMakeItLive() throws IOException {
    obituaries().leave(note(42));
    process(42, 7000);
    assertThat(obituaries().tell(note(43))).singleElement().asString().contains("process 42");
  }

  @Test
  void crashFileSaysWhatTheJvmDiedOf() throws IOException {
    write(
        "crashes/hs_err_pid42.log",
        """
        #
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGSEGV (0xb) at pc=0x00007f, pid=42, tid=43
        #
        """);
    assertThat(death())
        .contains("crashed: \"SIGSEGV (0xb) at pc=0x00007f, pid=42, tid=43\".")
        .contains("crashes/hs_err_pid42.log.");
  }

  @Test
  void logThatCannotBeReadIsSaid() throws IOException {
    obituaries().leave(note(42));
    gone(42);
    KernelDeaths blind =
        new KernelDeaths(
            dir,
            dir.resolve("state"),
            List.of(),
            () -> {
              throw new IOException("kernel.dmesg_restrict is 1");
            });
    assertThat(blind.tell(note(43)))
        .singleElement()
        .asString()
        .contains("as after kill -9. Whether the OOM killer did it is not known")
        .contains("kernel.dmesg_restrict is 1.");
  }

  @Test
  void insideAContainerTheLogsPidsMeanNothing() throws IOException {
    log = List.of(record(51_000_000, KILLED));
    namespace(42, "pid:[4026532001]");
    namespace(43, "pid:[4026532001]");
    assertThat(death()).contains("cannot be told from inside a container");
  }

  @Test
  void notesOfAnotherBootOrAnotherContainerAreLeftAlone() throws IOException {
    obituaries().leave(note(42));
    gone(42);
    namespace(43, "pid:[4026532001]");
    assertThat(obituaries().tell(note(43))).isEmpty();
    namespace(43, HERE);
    write("proc/sys/kernel/random/boot_id", "b-2\n");
    assertThat(obituaries().tell(note(43))).isEmpty();
    write("proc/sys/kernel/random/boot_id", "b-1\n");
    assertThat(obituaries().tell(note(43))).hasSize(1);
  }

  @Test
  void noteThatIsNoneAndFolderThatCannotBeMadeStopNobody() throws IOException {
    write("state/42-5000", "42\n");
    assertThat(obituaries().tell(note(43))).isEmpty();
    write("file", "");
    KernelDeaths nowhere =
        new KernelDeaths(dir, dir.resolve("file/kernels"), List.of(), () -> List.of());
    assertThat(nowhere.leave(note(42))).isEmpty();
    assertThat(nowhere.tell(note(43))).isEmpty();
  }

  @Test
  void notesLieInTheProjectOrInTheUsersStateFolder() {
    Optional<Path> jar = Optional.of(Path.of("/p/target/oomlab.jar"));
    assertThat(KernelDeaths.folder(Map.of("OOMLAB_HOME", "/q"), jar))
        .hasToString("/q/.oomlab/kernels");
    assertThat(KernelDeaths.folder(Map.of(), jar)).hasToString("/p/.oomlab/kernels");
    assertThat(KernelDeaths.folder(Map.of("HOME", "/h"), Optional.of(Path.of("/lib/oomlab.jar"))))
        .hasToString("/h/.local/state/oomlab/kernels");
  }

  /** Leaves process 42's note, ends it, and returns what the next kernel says. */
  private String death() throws IOException {
    obituaries().leave(note(42));
    gone(42);
    List<String> told = obituaries().tell(note(43));
    assertThat(told).hasSize(1);
    return told.get(0);
  }

  private KernelDeaths obituaries() {
    return new KernelDeaths(dir, dir.resolve("state"), List.of(dir.resolve("crashes")), () -> log);
  }

  private KernelNote note(int pid) throws IOException {
    return KernelNote.of(dir, pid, Path.of("/n"));
  }

  private static LogRecord record(long micros, String text) {
    return new LogRecord(1, micros, 3, text);
  }

  private void process(int pid, long startTicks) throws IOException {
    write(
        "proc/" + pid + "/stat",
        pid + " (java (x) y) S 1" + " 0".repeat(17) + " " + startTicks + " 0 0");
    namespace(pid, HERE);
  }

  private void namespace(int pid, String name) throws IOException {
    Path link = dir.resolve("proc/" + pid + "/ns/pid");
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(name));
  }

  private void gone(int pid) throws IOException {
    Files.delete(dir.resolve("proc/" + pid + "/stat"));
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(dir.resolve(file).getParent());
    Files.writeString(dir.resolve(file), text);
  }
}
