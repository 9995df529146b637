package oomlab.lms;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table of grades that an instructor has exported from Canvas or Moodle, to be filled in and
 * imported again. Only the grades of submissions change, and Moodle's empty comments; all else
 * stays, byte for byte.
 */
public final class GradeTemplate {
  private static final Set<String> NOT_GRADED = Set.of("ex", "n/a");

  private final String file;
  private final CsvTable template;
  private final LearningPlatform platform;
  private final TemplateColumns columns;
  private final double scale;
  private final boolean comma;

  private GradeTemplate(
      String file,
      CsvTable template,
      LearningPlatform platform,
      TemplateColumns columns,
      double scale,
      boolean comma) {
    this.file = file;
    this.template = template;
    this.platform = platform;
    this.columns = columns;
    this.scale = scale;
    this.comma = comma;
  }

  /**
   * The table, filled in.
   *
   * @param csv to be written in UTF-8
   * @param rows how many got a grade
   * @param sentences what the instructor has to know
   */
  public record Filled(String csv, int rows, List<String> sentences) {}

  /**
   * Reads a template.
   *
   * @param file its name, for messages
   * @param platform Canvas or Moodle
   * @param column of the grade, where its name does not tell
   * @param titles of the assignment
   * @param max the most that can be had in it
   * @param rescale whether grades may be scaled to another maximum of the platform's
   * @throws LmsException if it is no such table, or its maximum is another
   */
  public static GradeTemplate read(
      String file,
      byte[] bytes,
      LearningPlatform platform,
      Optional<String> column,
      List<String> titles,
      double max,
      boolean rescale)
      throws LmsException {
    CsvTable table = CsvTable.parse(file, bytes);
    if (table.rows() == 0) {
      throw new LmsException(file + " is empty; export it from the platform again.");
    }
    TemplateColumns columns =
        platform == LearningPlatform.CANVAS
            ? TemplateColumns.canvas(file, table.row(0), column, titles)
            : TemplateColumns.moodle(file, table.row(0), column);
    Optional<String> cell = maximum(table, columns);
    OptionalDouble theirs = cell.map(GradeTemplate::number).orElse(OptionalDouble.empty());
    boolean other = theirs.isPresent() && Math.abs(theirs.getAsDouble() - max) > 1e-6;
    if (other && !rescale) {
      throw new LmsException(
          "%s has a maximum of %s, the assignment one of %s; change it on the platform, or add --rescale."
              .formatted(file, cell.orElse(""), shown(max)));
    }
    double scale = other && max > 0 ? theirs.getAsDouble() / max : 1;
    return new GradeTemplate(file, table, platform, columns, scale, cell.orElse("").contains(","));
  }

  private static Optional<String> maximum(CsvTable table, TemplateColumns columns) {
    for (int i = 1; i < table.rows(); i++) {
      boolean possible = table.get(i, 0).strip().equals("Points Possible");
      if (columns.max().isPresent() || possible) {
        return Optional.of(table.get(i, columns.max().orElse(columns.grade())).strip());
      }
    }
    return Optional.empty();
  }

  private static OptionalDouble number(String text) {
    String plain = text.replace(',', '.');
    return plain.matches("\\d{1,9}(\\.\\d{1,9})?")
        ? OptionalDouble.of(Double.parseDouble(plain))
        : OptionalDouble.empty();
  }

  /**
   * Fills in grades. A row is a submission's if it has the platform's id; a submission without an
   * id is looked for by login, email or name.
   */
  public Filled fill(Map<String, Delivery> deliveries, Iterable<FinalScore> scores) {
    CsvTable table = template.copy();
    List<String> sentences = new ArrayList<>();
    Map<String, List<Integer>> rows = rows(table, deliveries);
    int filled = 0;
    for (FinalScore each : scores) {
      List<Integer> own = rows.getOrDefault(each.submission(), List.of());
      Optional<String> why = own.size() == 1 ? why(table, own.get(0)) : Optional.empty();
      if (each.failed()) {
        sentences.add("\"%s\" could not be graded: no grade.".formatted(shown(each)));
      } else if (own.size() != 1) {
        String found = own.isEmpty() ? "no row" : own.size() + " rows";
        sentences.add("\"%s\" has %s in %s: no grade.".formatted(shown(each), found, file));
      } else if (why.isPresent()) {
        sentences.add("\"%s\" %s: no grade.".formatted(shown(each), why.get()));
      } else {
        fill(table, own.get(0), each);
        filled++;
        if (each.waiting() > 0) {
          sentences.add(
              "\"%s\" has a grade, but %d of its answers wait for a person."
                  .formatted(shown(each), each.waiting()));
        }
      }
    }
    return new Filled(table.text(), filled, sentences);
  }

  private static String shown(FinalScore score) {
    return EntryPaths.shown(score.submission());
  }

  private Map<String, List<Integer>> rows(CsvTable table, Map<String, Delivery> deliveries) {
    DeliveryIndex index = new DeliveryIndex(deliveries.values());
    Map<String, List<Integer>> rows = new TreeMap<>();
    for (int i = 1; i < table.rows(); i++) {
      String id = table.get(i, columns.id()).strip();
      Optional<Delivery> found = index.ofId(id.replaceFirst(".*?(\\d*)$", "$1"));
      for (int each : columns.names()) {
        if (found.isEmpty() && !id.isEmpty()) {
          String name = table.get(i, each);
          found =
              index
                  .ofName(name)
                  .or(() -> index.ofName(name.replaceFirst("@.*", "")))
                  .filter(d -> d.id().isEmpty() || d.platform() != platform);
        }
      }
      int row = i;
      found.ifPresent(d -> rows.computeIfAbsent(d.name(), n -> new ArrayList<>()).add(row));
    }
    return rows;
  }

  /** Returns why a row takes no grade. */
  private Optional<String> why(CsvTable table, int row) {
    String now = table.get(row, columns.grade()).strip().toLowerCase(Locale.ROOT);
    boolean locked =
        columns.changeable().isPresent()
            && table.get(row, columns.changeable().getAsInt()).strip().equalsIgnoreCase("no");
    if (table.columns(row) <= columns.grade()) {
      return Optional.of("has a row that is too short in " + file);
    }
    if (locked) {
      return Optional.of("has a grade on the platform that cannot be changed");
    }
    return NOT_GRADED.contains(now)
        ? Optional.of("is excused, or not among those who get the assignment")
        : Optional.empty();
  }

  private void fill(CsvTable table, int row, FinalScore score) {
    String grade = shown(score.score() * scale);
    table.set(row, columns.grade(), comma ? grade.replace('.', ',') : grade);
    if (columns.comment().isPresent()) {
      int comment = columns.comment().getAsInt();
      if (comment < table.columns(row) && table.get(row, comment).isBlank()) {
        table.set(row, comment, comment(score));
      }
    }
  }

  private static String comment(FinalScore score) {
    String points = "%s of %s points".formatted(shown(score.raw()), shown(score.max()));
    int days = score.penalty().days();
    String late = days == 1 ? "1 day late" : days + " days late";
    return score.penalty().points() > 0
        ? "%s; %s: %s less".formatted(points, late, shown(score.penalty().points()))
        : points;
  }

  private static String shown(double points) {
    BigDecimal rounded = BigDecimal.valueOf(points).setScale(2, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
