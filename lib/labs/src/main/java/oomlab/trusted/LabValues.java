package oomlab.trusted;

import java.util.List;
import java.util.regex.Pattern;
import oomlab.kernel.ValueTypes;

/** The values that students' methods take and return, beside Java's own. */
public final class LabValues {
  /** Modules that no value comes from. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "oomlab\\.(assign|book|cli|grade|internal|ipynb|kernel|lms|sandbox|trusted)\\b.*");

  /** The library's records, recordings, Tablesaw's tables and XChart's charts. */
  public static final ValueTypes TYPES =
      new ValueTypes(
          LabValues::isLibrarys,
          List.of(new SeriesForm(), new TableForm(), new XYChartForm(), new CategoryChartForm()));

  private LabValues() {}

  private static boolean isLibrarys(Class<?> type) {
    String name = type.getName();
    return name.startsWith("oomlab.") && !OTHERS.matcher(name).matches();
  }
}
