package oomlab.report;

/** Process names: at most 15 bytes of anything (TASK_COMM_LEN in include/linux/sched.h). */
final class Names {
  static final int BYTES = 15;

  private Names() {}

  /** Whether a process can be called so. */
  static boolean fits(String name) {
    return name.length() <= 5 || bytes(name) <= BYTES;
  }

  /**
   * Counts the bytes that the kernel had. A byte that is no UTF-8 was replaced by one character, or
   * written by a log as {@code \xNN} or as {@code #NNN}, in octal.
   */
  private static int bytes(String name) {
    int bytes = 0;
    int i = 0;
    while (i < name.length()) {
      char c = name.charAt(i);
      if (c == '\\'
          && i + 3 < name.length()
          && name.charAt(i + 1) == 'x'
          && digits(name, i + 2, 2, 16)) {
        i += 4;
        bytes++;
      } else if (c == '#' && i + 3 < name.length() && digits(name, i + 1, 3, 8)) {
        i += 4;
        bytes++;
      } else {
        i++;
        bytes += c < 0x80 || c == '\ufffd' ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
    }
    return bytes;
  }

  private static boolean digits(String text, int from, int count, int radix) {
    for (int i = from; i < from + count; i++) {
      if (Character.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }
}
