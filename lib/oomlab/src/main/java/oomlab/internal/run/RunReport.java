package oomlab.internal.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import oomlab.internal.klog.LogRecord;

/** Kernel-log records as text. */
public final class RunReport {
  private RunReport() {}

  /** The records as {@code dmesg} shows them. */
  public static String text(List<LogRecord> records) {
    return records.stream()
        .flatMap(
            r ->
                r.text()
                    .lines()
                    .map(
                        line ->
                            String.format(
                                Locale.ROOT,
                                "[%5d.%06d] %s%n",
                                r.micros() / 1_000_000,
                                r.micros() % 1_000_000,
                                line)))
        .collect(Collectors.joining());
  }
}
