package oomlab.report;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Process names: at most 15 bytes of anything (TASK_COMM_LEN in include/linux/sched.h). */
final class Names {
  private static final int BYTES = 15;

  // A byte that is no UTF-8 was replaced by one character, or written by a log in hex or octal.
  private static final Pattern BYTE = Pattern.compile("\\\\x[0-9a-fA-F]{2}|#[0-7]{3}|\ufffd");

  private Names() {}

  /** Whether a process can be called so. */
  static boolean fits(String name) {
    return bytes(name) <= BYTES
        || (name.length() <= 4 * BYTES && bytes(BYTE.matcher(name).replaceAll("?")) <= BYTES);
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
