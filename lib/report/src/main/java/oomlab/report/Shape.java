package oomlab.report;

/** What stands before each line of a log, without numbers and the two marks of {@code grep -C}. */
final class Shape {
  private Shape() {}

  /** Returns the text with a 0 for each number and a colon for each hyphen. */
  static String of(String text) {
    StringBuilder shape = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = TaskTable.skipDigits(text, at);
      shape.append(end > at ? '0' : text.charAt(at) == '-' ? ':' : text.charAt(at));
      at = Math.max(end, at + 1);
    }
    return shape.toString();
  }

  /** Returns where the beginning of the text that has this shape ends; 0 if it begins otherwise. */
  static int end(String text, String shape) {
    int at = 0;
    for (int i = 0; i < shape.length(); i++) {
      int end = TaskTable.skipDigits(text, at);
      char c = end > at ? '0' : at < text.length() ? text.charAt(at) : 0;
      if (c != shape.charAt(i) && !(c == '-' && shape.charAt(i) == ':')) {
        return 0;
      }
      at = Math.max(end, at + 1);
    }
    return at;
  }
}
