package oomlab.explain;

import static oomlab.explain.Wording.kb;
import static oomlab.internal.text.Words.later;
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
            List.of(
                words(
                    "A memory cgroup reached its limit; the report does not print its numbers.")));
  }

  private static String limit(Memcg group) {
    String name =
        group
            .oomMemcg()
            .map(p -> Wording.capital(CgroupName.of(p).brief()))
            .orElseGet(() -> words("A memory cgroup"));
    if (group.usageKb().isEmpty() || group.limitKb().isEmpty()) {
      return words("%s reached its limit; the report does not print how large it is.", name);
    }
    long usage = group.usageKb().getAsLong();
    long limit = group.limitKb().getAsLong();
    Limit reached = group.reached();
    if (reached != Limit.MEMORY) {
      String own =
          Memcg.isUnlimited(limit)
              ? words("%s used %s and has no limit of its own", name, kb(usage))
              : words("%s used %s of its limit of %s", name, kb(usage), kb(limit));
      return words(
          reached == Limit.MEMORY_AND_SWAP
              ? "%s, but %s had reached theirs, %s."
              : "%s, but %s had reached its own, %s.",
          own,
          reached.words(),
          kb(group.limitKb(reached).orElse(0)));
    }
    if (Memcg.isUnlimited(limit)) {
      return words(
          "%s used %s and has no limit of its own: it was not a limit that called the OOM killer.",
          name, kb(usage));
    }
    if (usage >= limit) {
      return words("%s used %s, all of its limit of %s.", name, kb(usage), kb(limit));
    }
    return words(
        "%s used %s of its limit of %s: the %s left were given back between the failure and this"
            + " line, or were too few for the request.",
        name, kb(usage), kb(limit), kb(limit - usage));
  }

  /** A limit counts for a whole subtree: it may be an ancestor's that strikes. */
  private static String ancestor(Memcg group) {
    if (group.oomMemcg().isEmpty() || group.taskMemcg().isEmpty()) {
      return "";
    }
    String struck = group.oomMemcg().get();
    String task = group.taskMemcg().get();
    if (struck.equals(task)) {
      return words("The victim is in this very group.");
    }
    String in = CgroupName.of(task).in();
    String root = struck.endsWith("/") ? struck : struck + "/";
    if (!task.startsWith(root)) {
      return words("The victim is in %s.", in);
    }
    long levels = task.substring(root.length()).chars().filter(c -> c == '/').count() + 1;
    return words(
        levels == 1
            ? "The victim is in %s, %d level below: an ancestor's limit struck, and every group"
                + " below it was a candidate."
            : "The victim is in %s, %d levels below: an ancestor's limit struck, and every group"
                + " below it was a candidate.",
        in,
        levels);
  }

  private static String swap(Memcg group) {
    return swap(
            group.swapLimitKb(),
            group.swapUsageKb(),
            later("Its swap has no limit of its own; it had %s swapped out."),
            later("It may swap out %s and had %s there."))
        .or(
            () ->
                swap(
                    group.memswLimitKb(),
                    group.memswUsageKb(),
                    later("Memory and swap together have no limit."),
                    later("Memory and swap together are limited to %s and were %s.")))
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
