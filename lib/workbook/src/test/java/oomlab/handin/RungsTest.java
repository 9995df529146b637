package oomlab.handin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import oomlab.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Honest runs that show less than others: what a rung cannot show is not held against it. */
class RungsTest {
  private static final Path DATA = Path.of("notebooks/data");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  private void fits(Forged bundle) throws IOException {
    bundle.write(folder);
    Run run = Run.loadHandedIn(folder);
    assertThat(HandIn.examine(run, run.experiment())).noneMatch(Finding::isFault);
  }

  /** As a run leaves it behind where {@code dmesg_restrict} is set: the counters tell. */
  private static Forged withoutLog() throws IOException {
    return Forged.read(DATA.resolve("first-kill"))
        .put("kmsg.log", "")
        .edit("run.json", t -> t.replaceFirst("\\s*\"victim\" : \\d+,", ""))
        .edit("run.json", t -> t.replaceFirst("\\s*\"killNanos\" : \\d+,", ""))
        .edit("run.json", t -> t.replaceFirst("(?s)\\s*\"clock\" : \\{.*?\\},", ""))
        .edit(
            "run.json",
            t ->
                t.replaceFirst(
                    "\"wallMillis\"", "\"kernelLogGap\" : \"not permitted\", \"wallMillis\""))
        .edit("run.json", t -> t.replaceFirst("(?s)\\{\\s*\"source\" : \"kernel-log\".*?\\},", ""));
  }

  @Test
  void runWithoutAKernelLogFits() throws IOException {
    Forged bundle = withoutLog();
    assertThat(bundle.text("run.json")).doesNotContain("kernel-log", "killNanos", "clock");
    fits(bundle);
  }

  @Test
  void runWithoutLogAndCounterFits() throws IOException {
    fits(
        withoutLog()
            .edit(
                "run.json",
                t ->
                    Pattern.compile("(?s)\"verdict\" : \\{.*?\\n  \\}")
                        .matcher(t)
                        .replaceFirst(
                            "\"verdict\" : { \"kind\" : \"unknown\", \"signal\" : 9, \"why\" : \"nobody knows\" }")));
  }

  @Test
  void runWhoseLogLostRecordsFits() throws IOException {
    fits(
        Forged.read(DATA.resolve("first-kill"))
            .edit("kmsg.log", t -> t.replaceAll("(?m)^4,217[45]\\d,.*\n", ""))
            .edit(
                "run.json",
                t ->
                    t.replaceFirst(
                        "\"wallMillis\"",
                        "\"kernelLogGap\" : \"20 records were lost\", \"wallMillis\"")));
  }

  /** The kernel prints at most ten reports in five seconds; the kill line it always prints. */
  @Test
  void runWhoseReportTheKernelHeldBackFits() throws IOException {
    fits(
        Forged.read(DATA.resolve("first-kill"))
            .edit("kmsg.log", t -> t.lines().reduce("", (a, b) -> b) + "\n"));
  }
}
