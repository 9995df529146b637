package oomlab.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import oomlab.Bytes;

/** Numbers as a reader would say them, the same in every country. */
final class Numerals {
  private Numerals() {}

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Writes a number with at most three decimals, or as a power of ten if it is smaller. */
  static String number(double value) {
    if (value != 0 && Math.abs(value) < 0.001) {
      return format("%.1e", value);
    }
    return new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(value);
  }

  /** Writes a size in kB with the unit that fits, such as {@code 45.9 MiB}. */
  static String kb(long kb) {
    long most = Long.MAX_VALUE / 1024;
    return Bytes.text(Math.max(-most, Math.min(most, kb)) * 1024);
  }

  /** Writes a share, such as {@code 0.4 %}; what is there but tiny is not called nothing. */
  static String percent(long part, long whole) {
    double share = whole == 0 ? 0 : 100.0 * part / whole;
    double size = Math.abs(share);
    return size != 0 && size < 0.1 ? "<0.1 %" : format(size < 10 ? "%.1f %%" : "%.0f %%", share);
  }
}
