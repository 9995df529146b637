package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notebooks in other languages: translated text files beside the English notebooks, which hold
 * all the code. {@code lib/workbook/src/main/python/edition.py} reads and checks them.
 */
public final class Editions {
  /** What the program says to a reader, who is told it in the reader's language. */
  private static final Pattern KEPT =
      Pattern.compile("(.+) holds your changes and is kept as it is; its sources are newer\\.");

  private static final Pattern NONE =
      Pattern.compile("There is no edition in (.+); there is (.+)\\.");

  private final Project project;
  private final Path python;

  private Editions(Project project, Path python) {
    this.project = project;
    this.python = python;
  }

  /**
   * Returns the editions of a project.
   *
   * @param python an interpreter; it needs no packages
   */
  public static Editions of(Project project, Path python) {
    return new Editions(project, python);
  }

  /** Returns the folder of an edition's notebooks, such as {@code notebooks-zh}. */
  public Path folder(String language) {
    return project.root().resolve("notebooks-" + language);
  }

  /**
   * Writes the notebooks of an edition into {@link #folder}; those that the reader changed are
   * kept.
   *
   * @return sentences that the reader should know
   * @throws BookException if there is no such edition
   */
  public List<String> write(String language) throws BookException {
    Result result = run("--language", language, "--out", folder(language).toString());
    if (result.status() != 0) {
      throw new BookException(said(result.text().strip()));
    }
    return result.text().lines().map(Editions::said).toList();
  }

  private static String said(String line) {
    Matcher kept = KEPT.matcher(line);
    if (kept.matches()) {
      return words(
          "%s holds your changes and is kept as it is; its sources are newer.", kept.group(1));
    }
    Matcher none = NONE.matcher(line);
    return none.matches()
        ? words("There is no edition in %s; there is %s.", none.group(1), none.group(2))
        : line;
  }

  /**
   * Returns what is wrong with the translations: text for cells that are not there, or of English
   * that has changed since; a sentence each.
   *
   * @throws BookException if they cannot be checked
   */
  List<String> problems() throws BookException {
    return run().text().lines().toList();
  }

  private Result run(String... arguments) throws BookException {
    List<String> command = new ArrayList<>(List.of(python.toString(), "-B"));
    command.add(project.driver().resolveSibling("edition.py").toString());
    command.addAll(List.of("--notebooks", project.notebooks().toString()));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(Map.of("PYTHONUTF8", "1"));
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), text);
    } catch (IOException failed) {
      throw new BookException(words("cannot run %s: %s.", python, failed.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BookException(words("interrupted while the edition was written."));
    }
  }

  private record Result(int status, String text) {}
}
