package oomlab.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport.Allocation;
import oomlab.report.OomReport.Slab;

/** The tables of what the kernel itself holds: slab caches, and allocations by place. */
final class KernelMemoryLines {
  private static final Pattern SLAB_HEADER = Pattern.compile("Name +Used +Total");
  private static final Pattern SLAB_ROW = Pattern.compile("(\\S.*?)\\s+(\\d+)KB\\s+(\\d+)KB");
  private static final Pattern ALLOCATION =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?) ?([kKMGTPE]?)(i?)B?\\s+(\\d{1,18}) (\\S.*)");

  private boolean inSlabs;
  private boolean inAllocations;

  Optional<LineKind> read(LogLine line, String text, ReportBuilder report) {
    if (text.equals("Unreclaimable slab info:")
        || text.startsWith("excessive unreclaimable slab but cannot dump stats")) {
      inSlabs = true;
      inAllocations = false;
      return Optional.of(LineKind.SLAB);
    }
    if (text.startsWith("Memory allocations")) {
      inAllocations = true;
      inSlabs = false;
      return Optional.of(LineKind.ALLOCATIONS);
    }
    if (inSlabs && SLAB_HEADER.matcher(text).matches()) {
      return Optional.of(LineKind.SLAB);
    }
    if (!inSlabs) {
      return inAllocations ? allocation(line, text, report) : Optional.empty();
    }
    Matcher slab = SLAB_ROW.matcher(text);
    if (slab.matches()) {
      OptionalLong used = report.number(line, "Used", slab.group(2));
      OptionalLong total = report.number(line, "Total", slab.group(3));
      if (used.isPresent() && total.isPresent()) {
        report.slabs.add(
            new Slab(line.number(), slab.group(1), used.getAsLong(), total.getAsLong()));
      }
      return Optional.of(LineKind.SLAB);
    }
    return Optional.empty();
  }

  private static Optional<LineKind> allocation(LogLine line, String text, ReportBuilder report) {
    Matcher row = ALLOCATION.matcher(text);
    if (!row.matches() || !row.group(5).contains("func:")) {
      return Optional.empty();
    }
    String unit = row.group(2).toUpperCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : "KMGTPE".indexOf(unit) + 1;
    double bytes = Double.parseDouble(row.group(1));
    for (int i = 0; i < power; i++) {
      bytes *= row.group(3).isEmpty() ? 1000 : 1024;
    }
    report.allocations.add(
        new Allocation(
            line.number(), Math.round(bytes), Long.parseLong(row.group(4)), row.group(5)));
    return Optional.of(LineKind.ALLOCATIONS);
  }
}
