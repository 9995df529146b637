package oomlab.graded;

import static oomlab.internal.text.Words.later;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/**
 * A recorded report that {@link Variant}s are made from. Its text lies beside this class, so that
 * it is there wherever the library is.
 *
 * @param file the resource
 * @param origin where the book has it, in words
 * @param small names for rows with little memory
 * @param large names for rows with much
 */
record BaseLog(
    String file, String origin, Rows rows, List<String> small, List<String> large, Ranges ranges) {
  /** A machine with swap; its kernel prints the score and lifts points to 1. */
  static final BaseLog DESKTOP =
      new BaseLog(
          "x86_64-4.20.12.log",
          later("the x86-64 report of chapter 02 (Linux 4.20.12)"),
          Rows.BYTES,
          List.of(
              "systemd-journal",
              "systemd-udevd",
              "rsyslogd",
              "cron",
              "NetworkManager",
              "wpa_supplicant",
              "polkitd",
              "sshd",
              "lightdm",
              "Xorg",
              "cupsd",
              "udisksd",
              "pulseaudio",
              "gvfsd",
              "bash",
              "irqbalance",
              "accounts-daemon",
              "dbus-daemon"),
          List.of(
              "java",
              "postgres",
              "mysqld",
              "chromium",
              "firefox",
              "node",
              "python3",
              "clamd",
              "rustc",
              "blender",
              "ffmpeg",
              "webpack"),
          new Ranges(10, 16, 0, 30, 20, 700, 30, 90, 2, 12, 20));

  /** A 32-bit machine without swap; its kernel spares root a little. */
  static final BaseLog BOARD =
      new BaseLog(
          "arm32-4.0.0.log",
          later("the ARM report of chapter 02 (Linux 4.0.0)"),
          Rows.PAGES,
          List.of(
              "syslogd",
              "klogd",
              "udhcpc",
              "telnetd",
              "crond",
              "ntpd",
              "httpd",
              "dropbear",
              "getty",
              "watchdog",
              "sh"),
          List.of(
              "player",
              "recorder",
              "sensord",
              "mapserver",
              "python",
              "sqlite3",
              "opkg",
              "mosquitto",
              "camera",
              "uploader"),
          new Ranges(4, 7, 60, 310, 0, 0, 2, 4, 3, 25, 0));

  /** A small machine with swap, and points that may be negative. */
  static final BaseLog SERVER =
      new BaseLog(
          "x86_64-5.10.0.log",
          later("the log fir of chapter 08 (Linux 5.10.0)"),
          Rows.BYTES,
          List.of(
              "sshd",
              "cron",
              "rsyslogd",
              "agetty",
              "dbus-daemon",
              "systemd-journal",
              "bash",
              "chronyd",
              "rpcbind"),
          List.of(
              "redis-server",
              "memcached",
              "nginx",
              "php-fpm",
              "ruby",
              "perl",
              "indexer",
              "backup",
              "postgres",
              "importer"),
          new Ranges(4, 7, 0, 30, 40, 400, 8, 20, 3, 40, 25));

  /** The same without swap. */
  static final BaseLog GUEST =
      new BaseLog(
          "x86_64-6.1.0.log",
          later("the log oak of chapter 08 (Linux 6.1.0)"),
          Rows.BYTES,
          List.of(
              "sshd",
              "cron",
              "rsyslogd",
              "agetty",
              "dbus-daemon",
              "systemd-journal",
              "bash",
              "chronyd",
              "rpcbind"),
          List.of(
              "redis-server",
              "memcached",
              "nginx",
              "php-fpm",
              "ruby",
              "perl",
              "indexer",
              "backup",
              "postgres",
              "importer"),
          new Ranges(4, 8, 80, 600, 0, 0, 8, 20, 3, 40, 0));

  /** A memory cgroup that may not swap. */
  static final BaseLog GROUP =
      new BaseLog(
          "x86_64-6.1.0-group.log",
          later("the log birch of chapter 08 (Linux 6.1.0)"),
          Rows.BYTES,
          List.of("tini", "sh", "sidecar", "tail", "logger", "healthcheck", "sleep"),
          List.of(
              "java",
              "gunicorn",
              "celery",
              "node",
              "sidekiq",
              "envoy",
              "prometheus",
              "puma",
              "ruby",
              "grafana"),
          new Ranges(2, 5, 80, 400, 0, 0, 7, 12, 5, 60, 0));

  static final List<BaseLog> ALL = List.of(DESKTOP, BOARD, SERVER, GUEST, GROUP);

  /**
   * How a variant differs in size. Rows are small ones; the large ones share what is left.
   *
   * @param least fewest small rows
   * @param most most small rows
   * @param rssLeast resident pages of a small row
   * @param swapLeast pages of a small row in swap
   * @param tablesLeast pages of its page tables
   * @param growLeast by how many per cent the resident pages of all rows grow, at least
   * @param swapPercent by how many per cent swap is larger or smaller, at most
   */
  record Ranges(
      int least,
      int most,
      int rssLeast,
      int rssMost,
      int swapLeast,
      int swapMost,
      int tablesLeast,
      int tablesMost,
      int growLeast,
      int growMost,
      int swapPercent) {}

  /** How the kernel prints a row of its table ({@code dump_tasks} in mm/oom_kill.c). */
  enum Rows {
    /** Since 4.15: page tables in bytes. */
    BYTES("[%7d] %5d %5d %8d %8d %8d %8d         %5d %s"),
    /** From 4.0 to 4.14: page tables in pages, of two levels. */
    PAGES("[%5d] %5d %5d %8d %8d %7d       0 %8d         %5d %s");

    private final String format;

    Rows(String format) {
      this.format = format;
    }

    String text(VariantTask a, long pageBytes) {
      long tables = this == BYTES ? a.tablePages() * pageBytes : a.tablePages();
      return format.formatted(
          a.pid(),
          a.uid(),
          a.pid(),
          a.totalVmPages(),
          a.rssPages(),
          tables,
          a.swapPages(),
          a.adj(),
          a.name());
    }
  }

  String text() {
    try (InputStream in = BaseLog.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OomReport report() {
    return OomReports.parse(text()).get(0);
  }
}
