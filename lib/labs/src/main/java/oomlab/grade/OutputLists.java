package oomlab.grade;

import java.util.ArrayList;
import java.util.List;

/** Lists of outputs. */
public final class OutputLists {
  private OutputLists() {}

  /** Joins texts of the same stream that follow each other, as nbclient does while a cell runs. */
  public static List<Output> merge(List<Output> outputs) {
    List<Output> merged = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < outputs.size(); i++) {
      if (!(outputs.get(i) instanceof Output.Stream stream)) {
        merged.add(outputs.get(i));
        continue;
      }
      text.append(stream.text());
      boolean more =
          i + 1 < outputs.size()
              && outputs.get(i + 1) instanceof Output.Stream next
              && next.name().equals(stream.name());
      if (!more) {
        merged.add(new Output.Stream(stream.name(), text.toString()));
        text.setLength(0);
      }
    }
    return List.copyOf(merged);
  }
}
