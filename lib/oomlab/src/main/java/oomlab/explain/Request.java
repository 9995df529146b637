package oomlab.explain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Trigger;

/**
 * What was asked for, and why there was none of it.
 *
 * @param pages pages in a row; empty for sysrq-f, which asks for none, and where it is not printed
 * @param highestZone the highest zone type that it may use; empty where mask or zones are missing
 * @param zones every printed zone with its check, in the report's order; empty for a memory cgroup
 * @param why in sentences, the most important first
 */
public record Request(
    OptionalInt pages, Optional<String> highestZone, List<ZoneCheck> zones, List<String> why) {

  /** Makes the lists unmodifiable. */
  public Request {
    zones = List.copyOf(zones);
    why = List.copyOf(why);
  }

  static Request of(OomReport report) {
    OptionalInt order = order(report);
    OptionalInt pages =
        order.isPresent() ? OptionalInt.of(1 << order.getAsInt()) : OptionalInt.empty();
    if (report.scope() == Scope.MEMCG) {
      return new Request(pages, Optional.empty(), List.of(), GroupLimit.why(report));
    }
    return new Watermarks(report).request(pages);
  }

  /** The order, if it is one that a kernel can be asked for: a damaged line may hold any number. */
  static OptionalInt order(OomReport report) {
    OptionalInt order = report.trigger().map(Trigger::order).orElse(OptionalInt.empty());
    return order.isPresent() && order.getAsInt() >= 0 && order.getAsInt() < 30
        ? order
        : OptionalInt.empty();
  }

  /** Whether every zone that the request could use fails the last attempt's check. */
  public boolean noZonePasses() {
    return zones.stream().noneMatch(z -> z.barred().isEmpty() && z.passesHigh())
        && zones.stream().anyMatch(z -> z.barred().isEmpty());
  }
}
