package oomlab.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records whose message is one of several named fields: a line for each field in YAML, as the
 * command lines of clouds show records, and {@code time=... level=info msg="the text"}.
 */
final class FieldLines {
  private static final Pattern YAML_MESSAGE =
      Pattern.compile("(?:\\s+(?:MESSAGE|message|msg)|textPayload): (\\S.*)");
  private static final Pattern YAML_LINE = Pattern.compile("---|[ -]*['\"\\w./@-]{1,80}:(?: .*)?");
  private static final Pattern LOGFMT =
      Pattern.compile(
          "\\s*[a-z_]{1,20}=(?:\\S+|\"[^\"]*\") .*?\\b(?:msg|message|MESSAGE)=(?=\").*");

  private boolean yaml;

  /** Whether this line is a message in YAML. */
  static boolean isYaml(String line) {
    return YAML_MESSAGE.matcher(line).matches();
  }

  /** Returns the message of this line, if it has one. */
  Optional<String> message(String line) {
    if ((line.startsWith(" ") || line.startsWith("textPayload")) && line.contains(": ")) {
      Matcher message = YAML_MESSAGE.matcher(line);
      if (message.matches()) {
        yaml = true;
        return Optional.of(unquoted(message.group(1).stripTrailing()));
      }
    }
    int name = Math.max(line.indexOf("msg=\""), line.indexOf("essage=\""));
    return name > 0 && LOGFMT.matcher(line).matches()
        ? Optional.of(JsonScan.text(line, line.indexOf('"', name)))
        : Optional.empty();
  }

  private static String unquoted(String value) {
    if (value.startsWith("\"")) {
      return JsonScan.text(value, 0);
    }
    if (!value.startsWith("'")) {
      return value;
    }
    int end = value.length() > 1 && value.endsWith("'") ? value.length() - 1 : value.length();
    return value.substring(1, end).replace("''", "'");
  }

  /** Whether this line is another field, of a record that has a line for each. */
  boolean isAnother(String line) {
    return yaml && YAML_LINE.matcher(line).matches();
  }
}
