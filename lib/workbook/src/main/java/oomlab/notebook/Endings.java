package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import oomlab.Guard;
import oomlab.Pressure;
import oomlab.Recording.Series;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.WaitStatus;
import oomlab.internal.table.TableBuilder;
import tech.tablesaw.api.Table;

/** How runs ended, one below the other. */
final class Endings {
  private Endings() {}

  static Table of(List<Run> runs) {
    return TableBuilder.of("endings", runs)
        .text("killer", run -> Optional.of(killer(run)))
        .whole("victim", run -> OptionalLong.of(run.expectedVictim()))
        .number("signal", Endings::signal)
        .millis("lived_ms", run -> whole(run.deathNanos()))
        .millis("since_first_stall_ms", Endings::sinceFirstStall)
        .millis("some_stalled_ms", run -> pressure(run, Pressure::someNanos))
        .millis("all_stalled_ms", run -> pressure(run, Pressure::fullNanos))
        .mib("available_mib", run -> left(run, "MemAvailable"))
        .mib("swap_free_mib", run -> left(run, "SwapFree"))
        .text(
            "evidence",
            run -> run.verdict().evidence().stream().findFirst().map(Verdict.Evidence::text))
        .table();
  }

  private static String killer(Run run) {
    Verdict verdict = run.verdict();
    if (verdict instanceof Verdict.GuardKilled guard) {
      return guard.guard();
    }
    String killer = verdict instanceof Verdict.OomKilled ? words("the kernel") : verdict.kind();
    return run.experiment()
        .guest()
        .map(guest -> guest.scenario().guard())
        .filter(guard -> guard != Guard.NONE)
        .map(guard -> words("%s, before %s", killer, guard.label()))
        .orElse(killer);
  }

  private static OptionalInt signal(Run run) {
    return run.waitStatus().stream()
        .filter(WaitStatus.Signaled.class::isInstance)
        .mapToInt(status -> ((WaitStatus.Signaled) status).signal())
        .findFirst();
  }

  private static OptionalLong whole(long nanos) {
    return OptionalLong.of(Math.round(nanos / 1e6) * 1_000_000);
  }

  private static OptionalLong pressure(Run run, ToLongFunction<Pressure> what) {
    return Pressure.of(run.recording()).stream()
        .mapToLong(what)
        .flatMap(nanos -> whole(nanos).stream())
        .findFirst();
  }

  private static OptionalLong sinceFirstStall(Run run) {
    return Pressure.of(run.recording())
        .filter(pressure -> pressure.firstStallNanos().isPresent())
        .map(pressure -> whole(pressure.sinceFirstStallNanos(run.deathNanos())))
        .orElse(OptionalLong.empty());
  }

  /** The last value while the victim still had its memory. */
  private static OptionalLong left(Run run, String name) {
    Series series = run.recording().series();
    return series.size() == 0
        ? OptionalLong.empty()
        : run.recording()
            .track(name)
            .map(track -> track.last(series.nanos(series.size() - 1)))
            .orElse(OptionalLong.empty());
  }
}
