package oomlab.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What JupyterLab and Notebook 7 do as long as their reader has set nothing else: they neither
 * fetch news nor look for a newer version of themselves, and do not ask whether they should.
 */
public final class LabDefaults {
  private static final String QUIET =
      """
      {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}
      """;

  private LabDefaults() {}

  /**
   * Writes them into the folder for Jupyter's configuration that {@link Book#environment} names.
   *
   * @throws IOException if they cannot be written
   */
  public static void write(Project project) throws IOException {
    Path folder = project.state().resolve("jupyter/config/labconfig");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("default_setting_overrides.json"), QUIET);
  }
}
