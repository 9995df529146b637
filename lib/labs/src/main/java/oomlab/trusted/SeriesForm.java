package oomlab.trusted;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import oomlab.Recording.Series;
import oomlab.kernel.ValueForm;

/** A recording's samples, as the size of a page and four columns. */
final class SeriesForm implements ValueForm<Series> {
  @Override
  public Class<Series> type() {
    return Series.class;
  }

  @Override
  public Object data(Series value) {
    int size = value.size();
    return List.of(
        value.pageBytes(),
        column(size, value::nanos),
        column(size, value::totalPages),
        column(size, value::rssPages),
        column(size, value::sharedPages));
  }

  private static long[] column(int size, IntToLongFunction at) {
    return IntStream.range(0, size).mapToLong(at).toArray();
  }

  @Override
  public Series of(Object data) {
    List<?> all = (List<?>) data;
    return new Series(
        (Long) all.get(0),
        (long[]) all.get(1),
        (long[]) all.get(2),
        (long[]) all.get(3),
        (long[]) all.get(4));
  }
}
