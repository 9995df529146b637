package oomlab.grade;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts outputs before they are scored, as nbgrader does ({@code preprocessors/limitoutput.py}): a
 * cell keeps 1000 lines of its streams, and an error 100 entries of its traceback. Streams after
 * the thousandth line are dropped whole, standard error too.
 */
public final class LimitOutput {
  private static final int LINES = 1000;
  private static final int ENTRIES = 100;

  private LimitOutput() {}

  /** Returns what is kept of a cell's outputs; merge them first. */
  public static List<Output> apply(List<Output> outputs) {
    List<Output> kept = new ArrayList<>();
    int length = 0;
    for (Output output : outputs) {
      if (output instanceof Output.Stream stream) {
        if (length == LINES) {
          continue;
        }
        String text = stream.text();
        int lines = 1;
        int last = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', last)) {
          if (length + lines == LINES) {
            text = text.substring(0, last) + "... Output truncated ...";
            break;
          }
          lines++;
          last = end + 1;
        }
        length += lines;
        kept.add(new Output.Stream(stream.name(), text));
      } else if (output instanceof Output.Error error) {
        kept.add(new Output.Error(error.ename(), error.evalue(), cut(error.traceback())));
      } else {
        kept.add(output);
      }
    }
    return List.copyOf(kept);
  }

  private static List<String> cut(List<String> traceback) {
    if (traceback.size() <= ENTRIES) {
      return traceback;
    }
    int start = ENTRIES / 2;
    int end = ENTRIES - start - 1;
    List<String> kept = new ArrayList<>(traceback.subList(0, start));
    kept.add("... Traceback truncated ...");
    kept.addAll(traceback.subList(traceback.size() - end, traceback.size()));
    return kept;
  }
}
