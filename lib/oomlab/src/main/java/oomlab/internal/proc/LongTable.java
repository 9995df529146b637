package oomlab.internal.proc;

import java.util.Arrays;

/**
 * A growing table of longs: one thread appends without copying what is there, any thread copies
 * columns out.
 */
final class LongTable {
  private static final int CHUNK_ROWS = 4096;

  private final int width;
  private volatile long[][] chunks = new long[0][];

  /** Written last: rows below it are complete. */
  private volatile int size;

  private int columnInRow;

  LongTable(int width) {
    this.width = width;
    grow();
  }

  /** Appends a value to the row that is being written; the row counts when its last value is in. */
  void add(long value) {
    int row = size;
    chunks[row / CHUNK_ROWS][(row % CHUNK_ROWS) * width + columnInRow] = value;
    columnInRow++;
    if (columnInRow == width) {
      columnInRow = 0;
      if ((row + 1) % CHUNK_ROWS == 0) {
        grow();
      }
      publish(row + 1);
    }
  }

  /** Number of complete rows. */
  int size() {
    return size;
  }

  /** Copies the first {@code rows} values of a column. */
  long[] column(int index, int rows) {
    long[] values = new long[rows];
    long[][] all = chunks;
    for (int row = 0; row < rows; row++) {
      values[row] = all[row / CHUNK_ROWS][(row % CHUNK_ROWS) * width + index];
    }
    return values;
  }

  private void publish(int rows) {
    size = rows;
  }

  private void grow() {
    long[][] more = Arrays.copyOf(chunks, chunks.length + 1);
    more[chunks.length] = new long[CHUNK_ROWS * width];
    chunks = more;
  }
}
