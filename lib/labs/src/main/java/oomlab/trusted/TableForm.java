package oomlab.trusted;

import java.util.ArrayList;
import java.util.List;
import oomlab.kernel.ValueForm;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A table, as its name and its columns: type, name and cells, null for a missing one. */
final class TableForm implements ValueForm<Table> {
  @Override
  public Class<Table> type() {
    return Table.class;
  }

  @Override
  public Object data(Table value) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(value.name());
    for (Column<?> column : value.columns()) {
      @Nullable Object[] cells = new Object[column.size()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = column.isMissing(i) ? null : column.get(i);
      }
      all.add(List.of(column.type().name(), column.name(), cells));
    }
    return all;
  }

  @Override
  public Table of(Object data) {
    List<?> all = (List<?>) data;
    Table table = Table.create((String) all.get(0));
    for (Object each : all.subList(1, all.size())) {
      List<?> parts = (List<?>) each;
      Column<?> column = ColumnType.valueOf((String) parts.get(0)).create((String) parts.get(1));
      for (Object cell : (Object[]) parts.get(2)) {
        if (cell == null) {
          column.appendMissing();
        } else {
          column.appendObj(cell);
        }
      }
      table.addColumns(column);
    }
    return table;
  }

  @Override
  public void update(Table value, Table changed) {
    value.removeColumns(value.columnNames().toArray(String[]::new));
    value.addColumns(changed.columns().toArray(Column<?>[]::new));
    value.setName(changed.name());
  }
}
