package oomlab.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTest {
  private final ProcTree tree;

  ProcTest(@TempDir Path root) {
    tree = new ProcTree(root);
  }

  private long number(String text, int index) throws IOException {
    try (ProcFile file = tree.with("7/statm", text).open("7/statm")) {
      file.read();
      return file.number(index);
    }
  }

  private long after(String text, byte[]... keys) throws IOException {
    try (ProcFile file = tree.with("7/status", text).open("7/status")) {
      file.readAll();
      return keys.length == 1 ? file.after(keys[0]) : file.after(keys[0], keys[1]);
    }
  }

  @Test
  void readsNumbersInARow() throws IOException {
    assertThat(number("1129 343 312 4 0 120 0\n", 0)).isEqualTo(1129);
    assertThat(number("1129 343 312 4 0 120 0\n", 2)).isEqualTo(312);
    assertThat(number("0 0 0 0 0 0 0\n", 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "12",
        "12 13",
        "12 13 x",
        "12 13 -14",
        "12 13 14x",
        "a b c",
        "1 1 99999999999999999999"
      })
  void seesNoNumberInGarbage(String text) throws IOException {
    assertThat(number(text, 2)).isEqualTo(ProcFile.ABSENT);
  }

  @ParameterizedTest
  @CsvSource({
    "'Name:\toom\nVmHWM:\t  262504 kB\nVmSwap:\t 12 kB\n', 262504",
    "'VmSwap: 12 kB\nVmHWM: 3 kB', 3",
    "'Name:\tVmHWM: 1 kB\nVmHWM:\t5 kB\n', 5"
  })
  void findsTheNumberOfALine(String text, long kilobytes) throws IOException {
    assertThat(after(text, Proc.VM_HWM)).isEqualTo(kilobytes);
  }

  @Test
  void findsNothingWithoutTheLineOrInWhatIsNoNumber() throws IOException {
    assertThat(after("Name:\toom\nThreads:\t4\n", Proc.VM_HWM)).isEqualTo(ProcFile.ABSENT);
    assertThat(after("Name:\tVmHWM: 1 kB\nVmHWM:\tx kB\n", Proc.VM_HWM)).isEqualTo(ProcFile.ABSENT);
  }

  @Test
  void findsANumberInsideOfALine() throws IOException {
    String pressure = "some avg10=0.00 avg60=0.00 total=41\nfull avg10=0.00\n";
    assertThat(after(pressure, Proc.SOME, Proc.TOTAL)).isEqualTo(41);
    assertThat(after(pressure, Proc.FULL, Proc.TOTAL)).isEqualTo(ProcFile.ABSENT);
  }

  @Test
  void countsKillsBehindTheFirstPage() {
    assertThat(Proc.oomKills(tree.root())).isEmpty();
    tree.with("vmstat", "nr_free_pages 123456\n".repeat(500) + "oom_kill 20\nlast 1\n");
    assertThat(Proc.oomKills(tree.root())).hasValue(20);
    tree.with("vmstat", "oom_kills 20\n");
    assertThat(Proc.oomKills(tree.root())).isEmpty();
  }

  @Test
  void readsThePageSize() {
    assertThat(Proc.pageBytes(tree.root())).isEmpty();
    assertThat(Proc.pageBytes(tree.withPageBytes(16384).root())).hasValue(16384);
    assertThat(Proc.pageBytes(tree.withPageBytes(1000).root())).isEmpty();
  }

  @Test
  void readsThisProcess() throws IOException {
    Path self = Path.of("/proc/self");
    Needs.that(self.resolve("statm").toFile().exists(), "this machine has no /proc");
    try (ProcFile statm = ProcFile.open(self.resolve("statm"), Proc.SHORT_FILE_BYTES)) {
      statm.read();
      assertThat(statm.number(1)).isPositive().isLessThan(statm.number(0));
    }
    assertThat(Proc.pageBytes(Path.of("/proc"))).isPresent();
  }
}
