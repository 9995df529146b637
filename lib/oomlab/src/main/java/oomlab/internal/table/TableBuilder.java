package oomlab.internal.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Makes a table of a list of records, a column at a time; columns without any value are left out.
 */
public final class TableBuilder<T> {
  private final String name;
  private final List<T> rows;
  private final List<Column<?>> columns = new ArrayList<>();

  private TableBuilder(String name, List<T> rows) {
    this.name = name;
    this.rows = rows;
  }

  /** Begins a table with a row for each of these. */
  public static <T> TableBuilder<T> of(String name, List<T> rows) {
    return new TableBuilder<>(name, rows);
  }

  /** Adds words. */
  public TableBuilder<T> text(String column, Function<T, Optional<String>> cell) {
    StringColumn made = StringColumn.create(column);
    rows.forEach(row -> cell.apply(row).ifPresentOrElse(made::append, made::appendMissing));
    return add(made);
  }

  /** Adds whole numbers of any size. */
  public TableBuilder<T> whole(String column, Function<T, OptionalLong> cell) {
    LongColumn made = LongColumn.create(column);
    rows.forEach(row -> cell.apply(row).ifPresentOrElse(made::append, made::appendMissing));
    return add(made);
  }

  /** Adds small whole numbers. */
  public TableBuilder<T> number(String column, Function<T, OptionalInt> cell) {
    IntColumn made = IntColumn.create(column);
    rows.forEach(row -> cell.apply(row).ifPresentOrElse(made::append, made::appendMissing));
    return add(made);
  }

  /** Adds sizes in MiB, to a thousandth, of what the cell gives in bytes. */
  public TableBuilder<T> mib(String column, Function<T, OptionalLong> bytes) {
    return scaled(column, bytes, b -> Math.round(b / 1048576.0 * 1000) / 1000.0);
  }

  /** Adds times in milliseconds of what the cell gives in nanoseconds. */
  public TableBuilder<T> millis(String column, Function<T, OptionalLong> nanos) {
    return scaled(column, nanos, n -> n / 1e6);
  }

  /** Adds times in seconds of what the cell gives in microseconds. */
  public TableBuilder<T> seconds(String column, Function<T, OptionalLong> micros) {
    return scaled(column, micros, m -> m / 1e6);
  }

  private TableBuilder<T> scaled(
      String column, Function<T, OptionalLong> cell, LongToDoubleFunction unit) {
    DoubleColumn made = DoubleColumn.create(column);
    rows.forEach(
        row ->
            cell.apply(row)
                .ifPresentOrElse(v -> made.append(unit.applyAsDouble(v)), made::appendMissing));
    return add(made);
  }

  /** Adds shares in per cent, to a thousandth. */
  public TableBuilder<T> percent(String column, ToDoubleFunction<T> cell) {
    DoubleColumn made = DoubleColumn.create(column);
    rows.forEach(row -> made.append(Math.round(cell.applyAsDouble(row) * 1000) / 1000.0));
    return add(made);
  }

  /** Adds yes and no. */
  public TableBuilder<T> flag(String column, Function<T, Optional<Boolean>> cell) {
    BooleanColumn made = BooleanColumn.create(column);
    rows.forEach(
        row ->
            cell.apply(row)
                .ifPresentOrElse(yes -> made.append(yes.booleanValue()), made::appendMissing));
    return add(made);
  }

  private TableBuilder<T> add(Column<?> column) {
    if (rows.isEmpty() || column.countMissing() < rows.size()) {
      columns.add(column);
    }
    return this;
  }

  /** Returns the table. */
  public Table table() {
    return Table.create(name, columns);
  }
}
