package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import com.sun.jna.StringArray;
import java.nio.file.Path;
import java.util.List;

/** Puts another program in this process's place ({@code man 2 execve}). */
public final class Exec {
  private Exec() {}

  /**
   * Replaces this process by a program. Pid, parent, open standard streams, environment and ignored
   * signals stay, so whoever waits for this process waits for the program. No shutdown hook runs.
   *
   * @param program an absolute path
   * @param argv its arguments, its own name first
   * @throws ErrnoException if the kernel refuses; this process goes on then
   */
  public static void replace(Path program, List<String> argv) throws ErrnoException {
    StringArray arguments = new StringArray(argv.toArray(new String[0]), "UTF-8");
    LibC.execv(program.toString(), arguments); // returns only to say that it failed
    throw ErrnoException.last(words("cannot start %s", program));
  }
}
