package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import oomlab.book.BookException;
import oomlab.book.Jupyter;
import oomlab.book.Kernelspec;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import oomlab.book.PythonNeeds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The Java kernel that notebooks run on: the built-in one, one that the reader's Jupyter knows, or
 * JJava, which pip can bring.
 */
final class KernelOption {
  private static final String JJAVA = "jjava";

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      description =
          "Instead of the built-in Java kernel: jjava (fetched with pip if it is missing), ijava, or"
              + " the name of an installed one.")
  private @Nullable String name;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec command;

  /**
   * Returns the kernel to execute on, as a kernelspec inside the project.
   *
   * @param given the user's own environment
   * @param python where Jupyter looks for kernels, too
   */
  Kernelspec toExecute(
      Project project, Map<String, String> given, Jupyter jupyter, PythonInstallation python)
      throws BookException {
    if (name == null) {
      return BuiltInKernel.write(project);
    }
    Kernelspec chosen = chosen(own(given, python), jupyter, name);
    Path into = project.root().resolve("target/borrowed/kernels").resolve(chosen.name());
    return chosen.copy(into, chosen.displayName(), home(project));
  }

  /**
   * Makes a menu of kernels in which the chosen one is called {@code java}, as the notebooks ask
   * for it, and hides no kernel of the reader's; returns its Jupyter path.
   */
  Path menu(Project project, Map<String, String> given, Jupyter jupyter, PythonInstallation python)
      throws BookException, IOException {
    Map<String, Kernelspec> own = own(given, python);
    Kernelspec builtIn = BuiltInKernel.write(project);
    Kernelspec chosen = name == null ? builtIn : chosen(own, jupyter, name);
    // Of one choice, since two servers may be open.
    String choice = name == null ? "built-in" : chosen.kind().orElse(chosen.name());
    Path path = project.root().resolve("target/opened").resolve(choice);
    if (Files.exists(path)) {
      BenchTools.delete(path);
    }
    Path kernels = path.resolve("kernels");
    Path home = home(project);
    chosen.copy(kernels.resolve(builtIn.name()), chosen.displayName(), home);
    if (name != null) {
      builtIn.copy(kernels.resolve("built-in"), words("Java (built in)"), home);
    }
    Kernelspec hidden = own.get(builtIn.name());
    if (hidden != null && !hidden.equals(chosen)) {
      String kind = hidden.kind().orElse("own");
      String free =
          Stream.of(kind, "java-" + kind)
              .filter(one -> !own.containsKey(one))
              .findFirst()
              .orElse("java-own");
      String shown = hidden.displayName();
      hidden.copy(
          kernels.resolve(free),
          shown.equals(chosen.displayName()) ? shown + " (" + kind + ")" : shown,
          home);
    }
    return path;
  }

  private static Path home(Project project) {
    return project.state().resolve("home");
  }

  private static Map<String, Kernelspec> own(Map<String, String> given, PythonInstallation python) {
    return new HashMap<>(Kernelspec.list(Kernelspec.searchPath(given, Optional.of(python))));
  }

  private Kernelspec chosen(Map<String, Kernelspec> own, Jupyter jupyter, String asked)
      throws BookException {
    String wanted = asked.toLowerCase(Locale.ROOT);
    Kernelspec found = own.get(wanted);
    if (found == null) {
      found = ofKind(own, wanted).orElse(null);
    }
    if (found == null && wanted.equals(JJAVA)) {
      PythonInstallation python = jupyter.get(PythonNeeds.JJAVA);
      found = ofKind(own(Map.of(), python), wanted).orElse(null);
    }
    if (found == null) {
      throw wrong(
          own.isEmpty()
              ? words(
                  wanted.equals(JJAVA)
                      ? "Jupyter knows no such kernel; it knows none."
                      : "Jupyter knows no such kernel; it knows none, and jjava can be fetched.")
              : words(
                  wanted.equals(JJAVA)
                      ? "Jupyter knows no such kernel; it knows %s."
                      : "Jupyter knows no such kernel; it knows %s, and jjava can be fetched.",
                  String.join(words(", "), new TreeSet<>(own.keySet()))));
    }
    if (!found.runsJava()) {
      throw wrong(
          words(
              "%s runs %s, and the notebooks are written in Java.",
              found.displayName(),
              found.language().isEmpty() ? words("an unnamed language") : found.language()));
    }
    return found;
  }

  private static Optional<Kernelspec> ofKind(Map<String, Kernelspec> kernels, String kind) {
    return kernels.values().stream()
        .filter(Kernelspec::runsJava)
        .filter(kernel -> kernel.kind().equals(Optional.of(kind)))
        .findFirst();
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(command.commandLine(), words("--kernel %s: %s", name, sentence));
  }
}
