package oomlab.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import oomlab.Live;

/** Says once what a guest is doing now, so that nobody waits in the dark. */
final class Phases implements Consumer<Live> {
  private final PrintWriter err;
  private String last = "";

  Phases(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void accept(Live live) {
    boolean guest = !live.console().isEmpty() || live.recording().series().size() == 0;
    if (guest && !live.phase().equals(last)) {
      last = live.phase();
      err.println("oomlab kill: " + last + " ...");
      err.flush();
    }
  }
}
