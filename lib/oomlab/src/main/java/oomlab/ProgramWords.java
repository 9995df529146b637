package oomlab;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import oomlab.Run.Charges;

/** Says of a program's run what does not go without saying: its group, its children, its host. */
final class ProgramWords {
  private static final int MOST_MEMBERS = 5;

  /** Less than this may be left of a group that is charged in batches for each CPU. */
  private static final long WORTH_SAYING_BYTES = 1 << 20;

  private ProgramWords() {}

  static List<String> of(Run run) {
    List<String> lines = new ArrayList<>();
    Charges charges = run.charges();
    String limit =
        run.limitBytes().stream()
            .mapToObj(Bytes::text)
            .findFirst()
            .orElseGet(() -> words("unknown"));
    String peak =
        charges.peakBytes().stream()
            .mapToObj(Bytes::text)
            .findFirst()
            .orElseGet(() -> words("unknown: this kernel keeps none"));
    lines.add(
        run.experiment().wholeMachine()
            ? words("RAM %s", limit)
            : words("limit %s, peak of the group %s", limit, peak));
    run.machine().host().ifPresent(host -> lines.add(words("host %s", host)));
    if (!charges.events().isEmpty()) {
      lines.add(
          charges.events().entrySet().stream()
              .map(e -> e.getKey() + " " + e.getValue())
              .collect(Collectors.joining(", ")));
    }
    survivors(run).ifPresent(lines::add);
    if (!run.members().isEmpty()) {
      lines.add(
          words(
              run.members().size() > MOST_MEMBERS
                  ? "other processes, by their peak: %s, ..."
                  : "other processes, by their peak: %s",
              run.members().stream()
                  .limit(MOST_MEMBERS)
                  .map(m -> "%s (%d) %s".formatted(m.name(), m.pid(), Bytes.text(m.peakBytes())))
                  .collect(Collectors.joining(words(", ")))));
    }
    lines.addAll(left(charges.left()));
    return lines;
  }

  private static Optional<String> survivors(Run run) {
    OptionalInt victim = run.victim();
    if (victim.isEmpty() || victim.getAsInt() == run.expectedVictim()) {
      return Optional.empty();
    }
    return Optional.of(
        words(
            "the OOM killer took process %d; the command itself, process %d, survived it",
            victim.getAsInt(), run.expectedVictim()));
  }

  /** What no process holds any more: files of a tmpfs stay until they are removed. */
  private static List<String> left(Map<String, Long> left) {
    List<String> lines = new ArrayList<>();
    long shmem = either(left, "shmem");
    long file =
        left.getOrDefault("memory.stat file", left.getOrDefault("memory.stat total_cache", 0L));
    long sock = either(left, "sock");
    if (shmem >= WORTH_SAYING_BYTES) {
      lines.add(
          words(
              "%s of shmem outlived the processes: files on a tmpfs such as /dev/shm, or shared"
                  + " memory; it is freed when they are removed",
              Bytes.text(shmem)));
    }
    if (file - shmem >= WORTH_SAYING_BYTES) {
      lines.add(
          words(
              "%s of page cache outlived the processes; the kernel takes it back when it needs it",
              Bytes.text(file - shmem)));
    }
    if (sock >= WORTH_SAYING_BYTES) {
      lines.add(words("%s of socket buffers outlived the processes", Bytes.text(sock)));
    }
    return lines;
  }

  private static long either(Map<String, Long> left, String key) {
    return left.getOrDefault(
        "memory.stat " + key, left.getOrDefault("memory.stat total_" + key, 0L));
  }
}
