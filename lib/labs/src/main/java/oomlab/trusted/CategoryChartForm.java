package oomlab.trusted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oomlab.kernel.ValueForm;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;

/** A chart of bars, as its size, titles and series. */
final class CategoryChartForm implements ValueForm<CategoryChart> {
  @Override
  public Class<CategoryChart> type() {
    return CategoryChart.class;
  }

  @Override
  public Object data(CategoryChart value) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(new int[] {value.getWidth(), value.getHeight()});
    all.add(value.getTitle());
    all.add(value.getXAxisTitle());
    all.add(value.getYAxisTitle());
    for (CategorySeries each : value.getSeriesCollection()) {
      all.add(
          List.of(
              each.getName(),
              new ArrayList<>(each.getXData()),
              Arrays.stream(each.getYData()).boxed().toList()));
    }
    return all;
  }

  @Override
  @SuppressWarnings("unchecked")
  public CategoryChart of(Object data) {
    List<?> all = (List<?>) data;
    int[] size = (int[]) all.get(0);
    CategoryChart chart = new CategoryChart(size[0], size[1]);
    chart.setTitle((String) all.get(1));
    chart.setXAxisTitle((String) all.get(2));
    chart.setYAxisTitle((String) all.get(3));
    for (Object each : all.subList(4, all.size())) {
      List<?> parts = (List<?>) each;
      CategorySeries ignored =
          chart.addSeries(
              (String) parts.get(0), (List<?>) parts.get(1), (List<Number>) parts.get(2));
    }
    return chart;
  }
}
