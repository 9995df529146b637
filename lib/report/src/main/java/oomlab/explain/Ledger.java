package oomlab.explain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Scope;

/**
 * Where the memory was: every page once, and what the report does not account for.
 *
 * @param what what is divided up, such as {@code all RAM}
 * @param totalKb its size in kB
 * @param entries the parts, in kB; they and {@link #unaccountedKb} add up to the total
 * @param unaccountedKb what no line of the report accounts for; below zero when the lines, printed
 *     one after the other while memory moved, name more than there is
 * @param swapUsedKb swap space in use, which is not part of the total
 */
public record Ledger(
    String what, long totalKb, List<Entry> entries, long unaccountedKb, OptionalLong swapUsedKb) {

  /**
   * A part of memory.
   *
   * @param kind what sort of use it is
   * @param name what it is, in English: a reader is told its translation
   * @param kb its size in kB
   * @param from the fields of the report that it was worked out from, in English
   */
  public record Entry(Kind kind, String name, long kb, String from) {}

  /** Sorts of use. */
  public enum Kind {
    /** Processes' own memory: no file behind it. */
    ANONYMOUS,
    /** Shared memory and tmpfs: only swap can hold it. */
    SHARED,
    /** Copies of files: can be dropped, or written back first. */
    FILE,
    /** The kernel's own. */
    KERNEL,
    /** Set aside for huge pages. */
    HUGE,
    /** Free, or kept ready by a CPU. */
    FREE,
    /** Never given out: the kernel's image, its page structures, firmware. */
    RESERVED
  }

  /** Makes the list unmodifiable. */
  public Ledger {
    entries = List.copyOf(entries);
  }

  /** Returns that of the whole machine, or of the memory cgroup; empty without its numbers. */
  static Optional<Ledger> of(OomReport report) {
    return report.scope() == Scope.MEMCG ? GroupLedger.of(report) : MachineLedger.of(report);
  }

  /**
   * Adds parts up.
   *
   * @param parts all that the report could name; those of less than 1 kB are left out
   */
  static Ledger of(String what, long totalKb, List<Entry> parts, OptionalLong swapUsedKb) {
    List<Entry> entries = parts.stream().filter(e -> e.kb() > 0).toList();
    long sum = entries.stream().mapToLong(Entry::kb).sum();
    return new Ledger(what, totalKb, entries, totalKb - sum, swapUsedKb);
  }

  /** Returns how much is of a kind, in kB. */
  public long kb(Kind kind) {
    return entries.stream().filter(e -> e.kind() == kind).mapToLong(Entry::kb).sum();
  }

  /** Returns what was worked out from this field of the report, in kB. */
  long kb(String from) {
    return entries.stream().filter(e -> e.from().equals(from)).mapToLong(Entry::kb).sum();
  }

  /** Returns the unaccounted part as a share of the total, in per cent. */
  public double unaccountedPercent() {
    return totalKb == 0 ? 0 : 100.0 * unaccountedKb / totalKb;
  }
}
