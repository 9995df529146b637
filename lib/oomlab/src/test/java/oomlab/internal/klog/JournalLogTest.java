package oomlab.internal.klog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.report.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalLogTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static String entry(String cursor, long micros, String jsonMessage) {
    return """
        {"__CURSOR":"%s","__MONOTONIC_TIMESTAMP":"99","PRIORITY":"3",\
        "_SOURCE_MONOTONIC_TIMESTAMP":"%d","MESSAGE":%s,"_TRANSPORT":"kernel"}
        """
        .formatted(cursor, micros, jsonMessage);
  }

  @Test
  void readsTextAndListsOfBytes() throws IOException {
    String text =
        entry("s=1", 5_000_001, "\"a=b, ü\"")
            + entry("s=2", 5_000_002, "[77,101,109,45,10,195,188]");
    assertThat(JournalLog.past(arguments -> text))
        .containsExactly(
            new LogRecord(0, 5_000_001, 3, "a=b, ü"), new LogRecord(1, 5_000_002, 3, "Mem-\nü"));
  }

  @Test
  void takesTheJournalsTimeAndTheUsualPriorityWhereAnEntryHasNoOther() throws IOException {
    String bare = "{\"__CURSOR\":\"s=1\",\"__MONOTONIC_TIMESTAMP\":\"99\",\"MESSAGE\":\"x\"}\n";
    assertThat(JournalLog.past(arguments -> bare)).containsExactly(new LogRecord(0, 99, 6, "x"));
  }

  @Test
  void outputThatIsCutIsAnError() {
    String whole = entry("s=2", 5_000_002, "\"one\"").strip();
    for (int length = 1; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> JournalLog.past(arguments -> cut))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("journalctl printed not the expected JSON");
    }
  }

  @Test
  void pastIsTheWholeBoot() throws IOException {
    List<String> asked = new ArrayList<>();
    List<LogRecord> past =
        JournalLog.past(
            arguments -> {
              asked.addAll(arguments);
              return entry("s=1", 5_000_001, "\"Killed process 42 (java)\"");
            });
    assertThat(past).containsExactly(new LogRecord(0, 5_000_001, 3, "Killed process 42 (java)"));
    assertThat(asked).containsExactly("--lines=all");
    assertThatThrownBy(() -> JournalLog.past(arguments -> ""))
        .hasMessageContaining("shows no kernel message");
  }

  @Test
  void followsFromTheEntryThatWasLastAtTheStart() throws IOException {
    List<String> asked = new ArrayList<>();
    List<String> answers =
        List.of(
            entry("s=old", 1, "\"before\""),
            entry("s=new", 2, "\"after\""),
            "",
            entry("s=newer", 3, "\"later\""));
    JournalLog log =
        JournalLog.open(
            arguments -> {
              asked.addAll(arguments);
              return answers.get(asked.size() - 1);
            });
    assertThat(log.read()).containsExactly(new LogRecord(0, 2, 3, "after"));
    assertThat(log.read()).isEmpty();
    assertThat(log.read()).containsExactly(new LogRecord(1, 3, 3, "later"));
    assertThat(asked)
        .containsExactly(
            "--lines=1", "--after-cursor=s=old", "--after-cursor=s=new", "--after-cursor=s=new");
  }

  @Test
  void emptyJournalIsNoSource() {
    assertThatThrownBy(() -> JournalLog.open(arguments -> ""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no kernel message");
  }

  @Test
  void returnsWhatTheProgramPrintsWithoutItsWarnings() throws IOException {
    assertThat(program("echo careful >&2; echo \"{$1}\"", LONG).run(List.of("--lines=1")))
        .isEqualTo("{--lines=1}\n");
  }

  @Test
  void saysWhatAFailingProgramSaid() {
    assertThatThrownBy(() -> program("echo '{}'; echo no rights >&2; exit 1", LONG).run(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("journalctl failed: no rights");
    assertThatThrownBy(() -> program("exit 3", LONG).run(List.of()))
        .hasMessage("journalctl failed: it ended with 3");
    assertThatThrownBy(() -> program("printf 'x%.0s' $(seq 900) >&2; exit 1", LONG).run(List.of()))
        .hasMessage("journalctl failed: " + "x".repeat(200));
  }

  @Test
  @Timeout(30)
  void endsAProgramThatHangs(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    String script = "echo $$ > " + pid + "; exec sleep 600";
    assertThatThrownBy(() -> program(script, Duration.ofSeconds(1)).run(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("journalctl did not end within 1 s");
    Optional<ProcessHandle> sleeper =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (sleeper.isPresent()) {
      assertThat(sleeper.get().onExit()).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  private static JournalLog.Journal program(String script, Duration limit) {
    return JournalLog.journalctl(List.of("sh", "-c", script, "journalctl"), limit);
  }
}
