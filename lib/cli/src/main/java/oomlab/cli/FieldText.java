package oomlab.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import oomlab.field.Field;
import oomlab.field.Fields;

/** Prints what a word of a report means, once for each block that it stands in. */
final class FieldText {
  private FieldText() {}

  /** Returns the exit status: 2 if no report has a field of this name. */
  static int print(String name, OutputStream to) {
    List<Field> fields = Fields.named(name);
    if (fields.isEmpty()) {
      System.err.println("oomlab report: " + TextTable.printable(Fields.unknown(name)));
      return 2;
    }
    PrintStream out = new PrintStream(to, false, StandardCharsets.UTF_8);
    out.print(String.join(System.lineSeparator(), fields.stream().map(Field::toString).toList()));
    out.flush();
    return 0;
  }
}
