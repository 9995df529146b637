package oomlab.internal.run;

import static oomlab.internal.text.Words.words;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import oomlab.ExperimentException.WrongProgram;

/** Compiles a source of the user's with a compiler of this machine. */
public final class SourceCompiler {
  private static final long PATIENCE_SECONDS = 60;

  private SourceCompiler() {}

  /**
   * Returns a source that can be read.
   *
   * @throws WrongProgram if there is none
   */
  public static Path source(String name) {
    Path source = path(name);
    if (!Files.isRegularFile(source) || !Files.isReadable(source)) {
      throw new WrongProgram(words("there is no source %s that can be read", name));
    }
    return source;
  }

  /** Returns what a source's program is called, in the kernel's log as well. */
  public static String programName(Path source) {
    String name = String.valueOf(source.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : "program";
  }

  /**
   * Runs a compiler.
   *
   * @param source what it compiles, for messages
   * @param folder takes what it says
   * @param env all of its environment
   * @throws WrongProgram if it does not compile; with the first error
   */
  public static void compile(Path source, Path folder, Map<String, String> env, List<String> argv)
      throws IOException {
    Path words = Files.createTempFile(folder, "compiler", ".txt");
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(words.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        String said = new String(Files.readAllBytes(words), StandardCharsets.UTF_8);
        throw new WrongProgram(words("%s does not compile: %s", source, complaint(said)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(words("interrupted while compiling %s", source), e);
    } finally {
      process.destroyForcibly();
    }
  }

  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new WrongProgram(words("no path: %s", text));
    }
  }

  private static String complaint(String said) {
    return said.lines()
        .filter(line -> line.contains("error"))
        .findFirst()
        .or(() -> said.lines().filter(line -> !line.isBlank()).findFirst())
        .map(String::strip)
        .orElseGet(() -> words("its compiler said nothing"));
  }
}
