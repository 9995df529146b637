package oomlab.kernel;

import java.util.List;

/** What a failed cell shows: the name, the message, and the lines of the traceback. */
record CellError(String name, String message, List<String> traceback) {
  CellError {
    traceback = List.copyOf(traceback);
  }
}
