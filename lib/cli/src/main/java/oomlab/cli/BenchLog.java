package oomlab.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A syslog file as a busy machine has it, the same bytes each time: daemons' and kernel lines, and
 * here and there a report of Linux 6.12 with a hundred tasks.
 */
final class BenchLog {
  /** Rows of each report's task table. */
  static final int TASKS = 100;

  private static final LocalDateTime START = LocalDateTime.of(2026, 3, 1, 0, 0);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
  private static final int LINES_A_SECOND = 5;

  /** Each % is a number. */
  private static final List<String> LINES =
      List.of(
          "systemd[1]: Started session-%.scope - Session % of User deploy.",
          "systemd[1]: logrotate.service: Deactivated successfully.",
          "sshd[%]: Accepted publickey for deploy from 10.0.%.% port % ssh2: ED25519 key %",
          "CRON[%]: (root) CMD (command -v debian-sa1 > /dev/null && debian-sa1 1 1)",
          "nginx[%]: 10.0.%.% - - \"GET /api/v1/items/%?page=% HTTP/1.1\" 200 % \"-\" \"curl/8.5\"",
          "postgres[%]: [%-1] LOG:  checkpoint complete: wrote % buffers; write=%.% s, sync=0.%",
          "dockerd[%]: level=info msg=\"ignoring event\" module=libcontainerd topic=/tasks/delete",
          "kernel: [%.%] audit: type=1400 audit(%.%:%): apparmor=\"STATUS\" profile=\"snap.%\"",
          "kernel: [%.%] [UFW BLOCK] IN=eth0 OUT= SRC=10.0.%.% DST=10.0.%.% LEN=% PROTO=TCP",
          "kubelet[%]: I0301 % kubelet.go:%] \"SyncLoop (probe)\" probe=\"readiness\" pod=\"web-%\"",
          "app[%]: worker % processed job % of tenant % in % ms; % jobs are waiting, the oldest for % s");

  private final OutputStream out;
  private final Random random = new Random(716);
  private final List<String> report;
  private String date = "";
  private long lines;
  private long bytes;

  private BenchLog(OutputStream out, List<String> report) {
    this.out = out;
    this.report = report;
  }

  /** Writes a log of at least so many bytes, with the reports spread over it. */
  static void write(Path file, long bytes, int reports) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        InputStream in = BenchLog.class.getResourceAsStream("bench-report.txt")) {
      if (in == null) {
        throw new IOException("the build lacks oomlab/cli/bench-report.txt: build it again");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      BenchLog log = new BenchLog(out, text.lines().toList());
      for (int i = 1; i <= reports; i++) {
        log.fill(bytes / reports * i - bytes / reports / 2);
        log.report();
      }
      log.fill(bytes);
    }
  }

  private void fill(long upTo) throws IOException {
    while (bytes < upTo) {
      String template = LINES.get(random.nextInt(LINES.size()));
      StringBuilder text = new StringBuilder(160);
      for (int i = 0; i < template.length(); i++) {
        char c = template.charAt(i);
        if (c == '%') {
          text.append(random.nextInt(9000));
        } else {
          text.append(c);
        }
      }
      line(text);
    }
  }

  private void report() throws IOException {
    for (String text : report) {
      if (text.equals("TASKS")) {
        for (int i = 0; i < TASKS; i++) {
          int pid = 1000 + 7 * i;
          kernel(
              "[%7d]  %4d %5d %8d %8d %8d %8d %9d %8d %8d %13d worker-%d"
                  .formatted(pid, 1000, pid, 40_000 + i, 90 + i, 60 + i, 30, 0, 8192, 0, 0, i));
        }
      } else {
        kernel(text);
      }
    }
  }

  private void kernel(String text) throws IOException {
    line("kernel: [%d.%06d] %s".formatted(lines / LINES_A_SECOND, lines % 1_000_000, text));
  }

  private void line(CharSequence text) throws IOException {
    if (lines++ % LINES_A_SECOND == 0) {
      date = START.plusSeconds(lines / LINES_A_SECOND).format(DATE) + " web-01 ";
    }
    byte[] line = (date + text + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(line);
    bytes += line.length;
  }
}
