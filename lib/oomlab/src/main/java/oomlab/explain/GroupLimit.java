package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Memcg;

/** Why a memory cgroup had no memory left: whose limit it was. */
final class GroupLimit {
  private GroupLimit() {}

  static List<String> why(OomReport report) {
    if (report.memcg().isEmpty()) {
      return List.of("A memory cgroup reached its limit; the report does not print its numbers.");
    }
    Memcg group = report.memcg().get();
    List<String> why = new ArrayList<>();
    why.add(limit(group));
    ancestor(group).ifPresent(why::add);
    swap(group).ifPresent(why::add);
    return why;
  }

  private static String limit(Memcg group) {
    String name = group.oomMemcg().map(p -> "The memory cgroup " + p).orElse("A memory cgroup");
    if (group.usageKb().isEmpty() || group.limitKb().isEmpty()) {
      return name + " reached its limit; the report does not print how large it is.";
    }
    long usage = group.usageKb().getAsLong();
    long limit = group.limitKb().getAsLong();
    String used = Wording.words("%s used %s", name, Wording.kb(usage));
    if (limit >= TotalPages.UNLIMITED_KB) {
      return used + " and has no limit of its own: it was not a limit that called the OOM killer.";
    }
    if (usage >= limit) {
      return used + Wording.words(", all of its limit of %s.", Wording.kb(limit));
    }
    return bothFull(group)
        ? used
            + Wording.words(
                " of its limit of %s, but memory and swap together had reached theirs.",
                Wording.kb(limit))
        : used
            + Wording.words(
                " of its limit of %s: the %s left were given back between the failure and this"
                    + " line, or",
                Wording.kb(limit), Wording.kb(limit - usage))
            + " were too few for the request.";
  }

  private static boolean bothFull(Memcg group) {
    long limit = group.memswLimitKb().orElse(Long.MAX_VALUE);
    return limit < TotalPages.UNLIMITED_KB && group.memswUsageKb().orElse(0) >= limit;
  }

  /** A limit counts for a whole subtree: it may be an ancestor's that strikes. */
  private static Optional<String> ancestor(Memcg group) {
    if (group.oomMemcg().isEmpty() || group.taskMemcg().isEmpty()) {
      return Optional.empty();
    }
    String struck = group.oomMemcg().get();
    String task = group.taskMemcg().get();
    if (struck.equals(task)) {
      return Optional.of("The victim is in this very group.");
    }
    String root = struck.endsWith("/") ? struck : struck + "/";
    if (task.startsWith(root)) {
      long levels = task.substring(root.length()).chars().filter(c -> c == '/').count() + 1;
      return Optional.of(
          Wording.words(
              "The victim is in %s, %d level%s below: an ancestor's limit struck, and every group"
                  + " below it was a candidate.",
              task, levels, levels == 1 ? "" : "s"));
    }
    return Optional.of(Wording.words("The victim is in %s.", task));
  }

  private static Optional<String> swap(Memcg group) {
    if (group.swapLimitKb().isPresent() && group.swapUsageKb().isPresent()) {
      long limit = group.swapLimitKb().getAsLong();
      return Optional.of(
          limit >= TotalPages.UNLIMITED_KB
              ? Wording.words(
                  "Its swap has no limit of its own; it had %s swapped out.",
                  Wording.kb(group.swapUsageKb().getAsLong()))
              : Wording.words(
                  "It may swap out %s and had %s there.",
                  Wording.kb(limit), Wording.kb(group.swapUsageKb().getAsLong())));
    }
    if (group.memswLimitKb().isPresent() && group.memswUsageKb().isPresent()) {
      long limit = group.memswLimitKb().getAsLong();
      return Optional.of(
          limit >= TotalPages.UNLIMITED_KB
              ? "Memory and swap together have no limit."
              : Wording.words(
                  "Memory and swap together are limited to %s and were %s.",
                  Wording.kb(limit), Wording.kb(group.memswUsageKb().getAsLong())));
    }
    return Optional.empty();
  }
}
