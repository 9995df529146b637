package oomlab.assign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;

/** Reads notebooks from files. */
public final class NotebookFile {
  private NotebookFile() {}

  /**
   * Reads a notebook, and no more of the file than the limit.
   *
   * @throws NotebookException if it is none; the message names the file
   * @throws IOException if the file cannot be read
   */
  public static Notebook read(Path file) throws IOException, NotebookException {
    try {
      return submission(file);
    } catch (NotebookException e) {
      throw new NotebookException(file + ": " + e.getMessage());
    }
  }

  /**
   * Reads a notebook that was handed in, and no more of the file than the limit.
   *
   * @throws NotebookException if it is none; the message does not name the file
   * @throws IOException if the file cannot be read
   */
  public static Notebook submission(Path file) throws IOException, NotebookException {
    NotebookLimits limits = NotebookLimits.SUBMISSION;
    try (InputStream in = Files.newInputStream(file)) {
      return Notebook.parse(in.readNBytes(limits.bytes() + 1), limits);
    }
  }
}
