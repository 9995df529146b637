package oomlab.grade;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Comma-separated values as RFC 4180 has them. */
final class CsvFile {
  /**
   * Where a formula would begin; the wide characters are what some keyboards make of =, +, - and @.
   */
  private static final Pattern FORMULA =
      Pattern.compile("(?:^|(?<=[;\\r\\n]))(?=[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20])");

  private CsvFile() {}

  /** Returns a row with its line end. */
  static String row(List<String> fields) {
    return String.join(",", fields.stream().map(CsvFile::quoted).toList()) + "\r\n";
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  /**
   * Returns text of which no spreadsheet takes a part for a formula: an apostrophe comes before its
   * first character, and before one behind a semicolon or in a new line. A spreadsheet that expects
   * semicolons between columns breaks a cell there, quoted or not (OWASP, "CSV Injection").
   */
  static String text(String text) {
    return FORMULA.matcher(text).replaceAll("'");
  }

  /** Returns a number without an exponent or useless zeros. */
  static String number(double value) {
    return value == 0 ? "0" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Returns a number rounded to three places, for reading. */
  static String rounded(double value) {
    return number(Math.rint(value * 1000) / 1000);
  }

  /** Returns the rows of a table; line ends of every system are taken, and a byte order mark. */
  static List<List<String>> parse(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = text.startsWith("\ufeff") ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          field.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && field.isEmpty()) {
        quoted = true;
      } else if (c == ',') {
        row.add(field.toString());
        field.setLength(0);
      } else if (c == '\n') {
        end(rows, row, field);
        row = new ArrayList<>();
      } else if (c != '\r' || (i + 1 < text.length() && text.charAt(i + 1) != '\n')) {
        field.append(c);
      }
    }
    end(rows, row, field);
    return rows;
  }

  private static void end(List<List<String>> rows, List<String> row, StringBuilder field) {
    if (!row.isEmpty() || !field.isEmpty()) {
      row.add(field.toString());
      rows.add(List.copyOf(row));
      field.setLength(0);
    }
  }
}
