package oomlab.chart;

import java.util.Locale;
import oomlab.Bytes;

/** Sizes and shares as a reader would say them. */
final class Sizes {
  private Sizes() {}

  /** Writes a size in kB with the unit that fits, such as {@code 45.9 MiB}. */
  static String kb(long kb) {
    long most = Long.MAX_VALUE / 1024;
    return Bytes.text(Math.max(-most, Math.min(most, kb)) * 1024);
  }

  /** Writes a share, such as {@code 0.4 %}; what is there but tiny is not called nothing. */
  static String percent(long part, long whole) {
    double share = whole == 0 ? 0 : 100.0 * part / whole;
    double size = Math.abs(share);
    return size != 0 && size < 0.1
        ? "<0.1 %"
        : String.format(Locale.ROOT, size < 10 ? "%.1f %%" : "%.0f %%", share);
  }
}
