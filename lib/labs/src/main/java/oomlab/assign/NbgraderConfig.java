package oomlab.assign;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The settings that make nbgrader release and grade as the commands here do. */
public final class NbgraderConfig {
  private NbgraderConfig() {}

  /** Returns the text of an {@code nbgrader_config.py}, with another random tag each time. */
  public static String text() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return text(HexFormat.of().formatHex(random));
  }

  static String text(String random) {
    String stub = ClearSolutions.JAVA_STUB.replace("\"", "\\\"").replace("\n", "\\n");
    return """
        c = get_config()

        # A stub that throws: with nbgrader's own, a comment, void methods pass weak tests.
        c.ClearSolutions.code_stub = {"java": "%s"}

        # A cell with this tag is not run, which is full points for a test; so nobody may guess it.
        c.Execute.skip_cells_with_tag = "%s"

        # Seconds. A Java kernel on a busy machine needs more than the 30, 60 and 4 that are set.
        c.Execute.timeout = 60
        c.Execute.startup_timeout = 120
        c.Execute.iopub_timeout = 60

        # zip_collect takes notebooks alone; a hand-in has the files of a run, too.
        c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json", ".csv", ".log", ".txt"]
        """
        .formatted(stub, random);
  }
}
