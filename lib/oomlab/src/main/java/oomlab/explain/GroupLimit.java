package oomlab.explain;

import static oomlab.explain.Wording.kb;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Limit;
import oomlab.report.OomReport.Memcg;

/** Why a memory cgroup had no memory left: whose limit it was. */
final class GroupLimit {
  private GroupLimit() {}

  static List<String> why(OomReport report) {
    return report
        .memcg()
        .map(m -> Stream.of(limit(m), ancestor(m), swap(m)).filter(s -> !s.isEmpty()).toList())
        .orElse(
            List.of("A memory cgroup reached its limit; the report does not print its numbers."));
  }

  private static String limit(Memcg group) {
    String name =
        group
            .oomMemcg()
            .map(p -> Wording.capital(CgroupName.of(p).brief()))
            .orElse("A memory cgroup");
    if (group.usageKb().isEmpty() || group.limitKb().isEmpty()) {
      return name + " reached its limit; the report does not print how large it is.";
    }
    long usage = group.usageKb().getAsLong();
    long limit = group.limitKb().getAsLong();
    String used = words("%s used %s", name, kb(usage));
    Limit reached = group.reached();
    if (reached != Limit.MEMORY) {
      return used
          + (Memcg.isUnlimited(limit)
              ? " and has no limit of its own"
              : words(" of its limit of %s", kb(limit)))
          + words(
              ", but %s had reached %s, %s.",
              reached.words(),
              reached == Limit.MEMORY_AND_SWAP ? "theirs" : "its own",
              kb(group.limitKb(reached).orElse(0)));
    }
    if (Memcg.isUnlimited(limit)) {
      return used + " and has no limit of its own: it was not a limit that called the OOM killer.";
    }
    if (usage >= limit) {
      return used + words(", all of its limit of %s.", kb(limit));
    }
    return used
        + words(
            " of its limit of %s: the %s left were given back between the failure and this line, or"
                + " were too few for the request.",
            kb(limit), kb(limit - usage));
  }

  /** A limit counts for a whole subtree: it may be an ancestor's that strikes. */
  private static String ancestor(Memcg group) {
    if (group.oomMemcg().isEmpty() || group.taskMemcg().isEmpty()) {
      return "";
    }
    String struck = group.oomMemcg().get();
    String task = group.taskMemcg().get();
    if (struck.equals(task)) {
      return "The victim is in this very group.";
    }
    String in = CgroupName.of(task).in();
    String root = struck.endsWith("/") ? struck : struck + "/";
    if (!task.startsWith(root)) {
      return words("The victim is in %s.", in);
    }
    long levels = task.substring(root.length()).chars().filter(c -> c == '/').count() + 1;
    return words(
        "The victim is in %s, %d level%s below: an ancestor's limit struck, and every group below"
            + " it was a candidate.",
        in, levels, levels == 1 ? "" : "s");
  }

  private static String swap(Memcg group) {
    return swap(
            group.swapLimitKb(),
            group.swapUsageKb(),
            "Its swap has no limit of its own; it had %s swapped out.",
            "It may swap out %s and had %s there.")
        .or(
            () ->
                swap(
                    group.memswLimitKb(),
                    group.memswUsageKb(),
                    "Memory and swap together have no limit.",
                    "Memory and swap together are limited to %s and were %s."))
        .orElse("");
  }

  private static Optional<String> swap(
      OptionalLong limitKb, OptionalLong usageKb, String unlimited, String limited) {
    if (limitKb.isEmpty() || usageKb.isEmpty()) {
      return Optional.empty();
    }
    String usage = kb(usageKb.getAsLong());
    return Optional.of(
        Memcg.isUnlimited(limitKb.getAsLong())
            ? words(unlimited, usage)
            : words(limited, kb(limitKb.getAsLong()), usage));
  }
}
