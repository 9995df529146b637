package oomlab.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
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
final class TableBuilder<T> {
  private final String name;
  private final List<T> rows;
  private final List<Column<?>> columns = new ArrayList<>();

  private TableBuilder(String name, List<T> rows) {
    this.name = name;
    this.rows = rows;
  }

  static <T> TableBuilder<T> of(String name, List<T> rows) {
    return new TableBuilder<>(name, rows);
  }

  TableBuilder<T> text(String column, Function<T, Optional<String>> cell) {
    StringColumn made = StringColumn.create(column);
    for (T row : rows) {
      cell.apply(row).ifPresentOrElse(made::append, made::appendMissing);
    }
    return add(made);
  }

  TableBuilder<T> whole(String column, Function<T, OptionalLong> cell) {
    LongColumn made = LongColumn.create(column);
    for (T row : rows) {
      cell.apply(row).ifPresentOrElse(made::append, made::appendMissing);
    }
    return add(made);
  }

  TableBuilder<T> number(String column, Function<T, OptionalInt> cell) {
    IntColumn made = IntColumn.create(column);
    for (T row : rows) {
      cell.apply(row).ifPresentOrElse(made::append, made::appendMissing);
    }
    return add(made);
  }

  /** Adds sizes in MiB of what the cell gives in bytes. */
  TableBuilder<T> mib(String column, Function<T, OptionalLong> bytes) {
    DoubleColumn made = DoubleColumn.create(column);
    for (T row : rows) {
      OptionalLong cell = bytes.apply(row);
      if (cell.isPresent()) {
        made.append(Math.round(cell.getAsLong() / 1048576.0 * 1000) / 1000.0);
      } else {
        made.appendMissing();
      }
    }
    return add(made);
  }

  /** Adds times in milliseconds of what the cell gives in nanoseconds. */
  TableBuilder<T> millis(String column, Function<T, OptionalLong> nanos) {
    DoubleColumn made = DoubleColumn.create(column);
    for (T row : rows) {
      OptionalLong cell = nanos.apply(row);
      if (cell.isPresent()) {
        made.append(cell.getAsLong() / 1e6);
      } else {
        made.appendMissing();
      }
    }
    return add(made);
  }

  /** Adds times in seconds of what the cell gives in microseconds. */
  TableBuilder<T> seconds(String column, Function<T, OptionalLong> micros) {
    DoubleColumn made = DoubleColumn.create(column);
    for (T row : rows) {
      OptionalLong cell = micros.apply(row);
      if (cell.isPresent()) {
        made.append(cell.getAsLong() / 1e6);
      } else {
        made.appendMissing();
      }
    }
    return add(made);
  }

  /** Adds shares in per cent, to a thousandth. */
  TableBuilder<T> percent(String column, ToDoubleFunction<T> cell) {
    DoubleColumn made = DoubleColumn.create(column);
    rows.forEach(row -> made.append(Math.round(cell.applyAsDouble(row) * 1000) / 1000.0));
    return add(made);
  }

  /** Adds yes and no. */
  TableBuilder<T> flag(String column, Function<T, Optional<Boolean>> cell) {
    BooleanColumn made = BooleanColumn.create(column);
    for (T row : rows) {
      cell.apply(row).ifPresentOrElse(yes -> made.append(yes.booleanValue()), made::appendMissing);
    }
    return add(made);
  }

  private TableBuilder<T> add(Column<?> column) {
    if (rows.isEmpty() || column.countMissing() < rows.size()) {
      columns.add(column);
    }
    return this;
  }

  Table table() {
    return Table.create(name, columns);
  }
}
