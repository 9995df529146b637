package oomlab.trusted;

import java.util.ArrayList;
import java.util.List;
import oomlab.kernel.ValueForm;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** A chart of curves, as its size, titles and series. */
final class XYChartForm implements ValueForm<XYChart> {
  @Override
  public Class<XYChart> type() {
    return XYChart.class;
  }

  @Override
  public Object data(XYChart value) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(new int[] {value.getWidth(), value.getHeight()});
    all.add(value.getTitle());
    all.add(value.getXAxisTitle());
    all.add(value.getYAxisTitle());
    for (XYSeries each : value.getSeriesCollection()) {
      List<@Nullable Object> series = new ArrayList<>();
      series.add(each.getName());
      series.add(each.getXData());
      series.add(each.getYData());
      series.add(each.getExtraValues());
      series.add(each.getLabel());
      series.add(each.isEnabled());
      all.add(series);
    }
    return all;
  }

  @Override
  public XYChart of(Object data) {
    List<?> all = (List<?>) data;
    int[] size = (int[]) all.get(0);
    XYChart chart = new XYChart(size[0], size[1]);
    chart.setTitle((String) all.get(1));
    chart.setXAxisTitle((String) all.get(2));
    chart.setYAxisTitle((String) all.get(3));
    for (Object each : all.subList(4, all.size())) {
      List<?> parts = (List<?>) each;
      XYSeries series =
          chart.addSeries(
              (String) parts.get(0),
              (double[]) parts.get(1),
              (double[]) parts.get(2),
              (double[]) parts.get(3));
      var ignored = series.setLabel((String) parts.get(4)).setEnabled((Boolean) parts.get(5));
    }
    return chart;
  }
}
