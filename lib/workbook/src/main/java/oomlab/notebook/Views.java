package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import oomlab.Experiment;
import oomlab.Recording;
import oomlab.Recording.Quality;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.WaitStatus;
import oomlab.chart.Chart;
import oomlab.chart.Charts;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.WhatIf;
import oomlab.report.OomReport;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Finds the form in which a value is shown. */
final class Views {
  private static final int MOST_ROWS = 200;

  /** A package that a graded lab may withhold, so that its classes cannot be asked for. */
  private static final String EXPLAIN = "oomlab.explain.";

  private Views() {}

  static MimeBundle of(@Nullable Object value) {
    if (value instanceof Table table) {
      return TableView.of(table);
    }
    if (value instanceof Chart chart) {
      return MimeBundle.svg(chart.svg(), chart.alt());
    }
    if (value instanceof org.knowm.xchart.internal.chartpart.Chart<?, ?> own) {
      return of(Charts.of(own));
    }
    if (value instanceof OomReport report) {
      return ReportView.of(report);
    }
    if (value != null && value.getClass().getName().startsWith(EXPLAIN)) {
      return explained(value);
    }
    if (value instanceof Run run) {
      return RunView.of(run);
    }
    if (value instanceof Experiment experiment) {
      return ExperimentView.of(experiment);
    }
    if (value instanceof Verdict verdict) {
      return RunView.of(verdict);
    }
    if (value instanceof WaitStatus status) {
      return MimeBundle.html(Html.pre(status.toString()), status.toString());
    }
    if (value instanceof Recording recording) {
      return RunView.of(recording);
    }
    if (value instanceof Quality sight) {
      return facts(RunView.sight(sight));
    }
    if (value instanceof RenderedImage image) {
      return image(image);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, String> facts = new LinkedHashMap<>();
      map.forEach((k, v) -> facts.put(text(k), text(v)));
      return facts(facts);
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    if (value instanceof Record record) {
      return facts(components(record));
    }
    String text = text(value);
    return MimeBundle.html(text.contains("\n") ? Html.pre(text) : Html.paragraph(text), text);
  }

  private static MimeBundle explained(Object value) {
    if (value instanceof Explanation explanation) {
      return ExplanationView.of(explanation);
    }
    if (value instanceof WhatIf whatIf) {
      return ExplanationView.of(whatIf);
    }
    return value instanceof Record record
        ? facts(components(record))
        : MimeBundle.html(Html.paragraph(text(value)), text(value));
  }

  static MimeBundle facts(Map<String, String> facts) {
    return MimeBundle.html(Html.facts(facts), Html.plain(facts));
  }

  private static MimeBundle list(List<?> list) {
    if (!list.isEmpty() && list.stream().allMatch(OomReport.Line.class::isInstance)) {
      return ReportView.lines(list.stream().map(OomReport.Line.class::cast).toList());
    }
    Optional<Class<?>> type = list.stream().findFirst().map(Object::getClass);
    if (type.isPresent()
        && type.get().isRecord()
        && list.stream().allMatch(o -> o != null && o.getClass() == type.get())) {
      return records(list.stream().map(Record.class::cast).toList());
    }
    String text = String.join("\n", list.stream().limit(MOST_ROWS).map(Views::text).toList());
    return MimeBundle.html(Html.pre(text), text);
  }

  private static MimeBundle records(List<Record> records) {
    List<Map<String, String>> rows =
        records.stream().limit(MOST_ROWS).map(Views::components).toList();
    List<String> header = List.copyOf(rows.get(0).keySet());
    List<Boolean> numeric =
        header.stream()
            .map(h -> rows.stream().allMatch(r -> r.getOrDefault(h, "").matches("-?[0-9.]*")))
            .toList();
    List<Html.Row> cells =
        rows.stream().map(r -> new Html.Row(List.copyOf(r.values()), false)).toList();
    StringBuilder plain = new StringBuilder(String.join("\t", header)).append('\n');
    rows.forEach(r -> plain.append(String.join("\t", r.values())).append('\n'));
    String count =
        records.size() > MOST_ROWS
            ? words("the first %d of %d", MOST_ROWS, records.size())
            : words(records.size() == 1 ? "%d row" : "%d rows", records.size());
    return MimeBundle.html(
        Html.table(header, cells, numeric) + Html.note(count), plain.append(count).toString());
  }

  private static Map<String, String> components(Record record) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        // A record declared in a notebook cell belongs to a class that is not public.
        accessor.trySetAccessible();
        facts.put(component.getName(), text(accessor.invoke(record)));
      } catch (ReflectiveOperationException | RuntimeException e) {
        facts.put(component.getName(), words("(cannot be read)"));
      }
    }
    return facts;
  }

  /** Text that is the same every time: never {@code Object@1b2c3d}. */
  static String text(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Optional<?> o) {
      return o.map(Views::text).orElse("");
    }
    if (value instanceof OptionalInt o) {
      return o.isPresent() ? String.valueOf(o.getAsInt()) : "";
    }
    if (value instanceof OptionalLong o) {
      return o.isPresent() ? String.valueOf(o.getAsLong()) : "";
    }
    if (value instanceof OptionalDouble o) {
      return o.isPresent() ? String.valueOf(o.getAsDouble()) : "";
    }
    if (value.getClass().isArray()) {
      List<String> items = new ArrayList<>();
      for (int i = 0; i < Math.min(Array.getLength(value), MOST_ROWS); i++) {
        items.add(text(Array.get(value, i)));
      }
      return items + (Array.getLength(value) > MOST_ROWS ? " ..." : "");
    }
    String text = String.valueOf(value);
    String byIdentity = value.getClass().getName() + "@" + Integer.toHexString(value.hashCode());
    return text.equals(byIdentity) ? value.getClass().getSimpleName() : text;
  }

  private static MimeBundle image(RenderedImage image) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", out);
      return MimeBundle.of(
          MimeBundle.PNG,
          Base64.getEncoder().encodeToString(out.toByteArray()),
          words("picture, %d x %d pixels", image.getWidth(), image.getHeight()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
