package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;
import org.jspecify.annotations.Nullable;

/** The Java state behind a notebook: evaluates cells, one statement after the other. */
final class JavaSession {
  private static final List<String> IMPORTS =
      List.of(
          "import java.util.*;",
          "import java.io.*;",
          "import java.math.*;",
          "import java.net.*;",
          "import java.util.concurrent.*;",
          "import java.util.prefs.*;",
          "import java.util.regex.*;",
          "import static " + CellFunctions.class.getName() + ".*;");

  private final KernelSettings settings;
  private final Consumer<String> warnings;
  private final SnippetEngine engine;
  private final UnaryOperator<String> toJava;
  private final SourceComments comments = new SourceComments();
  private final JShell shell;
  private final Map<String, ErrorText.Origin> origins = new ConcurrentHashMap<>();
  private final ErrorText errors;
  private final Magics magics = new Magics(this);
  private boolean startupDone;
  private volatile boolean interrupted;
  private int begun;

  private JavaSession(
      KernelSettings settings,
      Consumer<String> warnings,
      SnippetEngine engine,
      UnaryOperator<String> toJava) {
    this.settings = settings;
    this.warnings = warnings;
    this.engine = engine;
    this.toJava = toJava;
    this.shell =
        JShell.builder()
            .executionEngine(new Provider(engine.control()), Map.of())
            .compilerOptions(compilerOptions(settings))
            .build();
    this.errors = new ErrorText(origins, snippet -> shell.unresolvedDependencies(snippet).toList());
  }

  /** The first string that is put together at run time, by method handles, takes longest. */
  private static String[] compilerOptions(KernelSettings settings) {
    return Stream.concat(Stream.of("-XDstringConcat=inline"), settings.compilerOptions().stream())
        .toArray(String[]::new);
  }

  private record Provider(ExecutionControl control) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "cell";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return control;
    }
  }

  /** Opens a session; notes on undefined names go to {@code warnings}. */
  static JavaSession open(KernelSettings settings, Consumer<String> warnings) {
    CellControl here = new CellControl(settings.timeLimitMillis());
    return open(settings, warnings, here, MagicSource::toJava);
  }

  /**
   * Opens a session whose snippets an engine runs.
   *
   * @param toJava makes plain Java of a cell with magics; lines keep their numbers
   */
  static JavaSession open(
      KernelSettings settings,
      Consumer<String> warnings,
      SnippetEngine engine,
      UnaryOperator<String> toJava) {
    JavaSession session = new JavaSession(settings, warnings, engine, toJava);
    IMPORTS.forEach(session.shell::eval);
    for (String glob : settings.classPathGlobs()) {
      PathsHandler.resolveGlobs(glob)
          .forEach(path -> session.addToClasspath(path.toAbsolutePath().toString()));
    }
    return session;
  }

  CodeAssistance assistance() {
    return new CodeAssistance(
        analysis(),
        comments,
        () ->
            shell.imports().filter(each -> !each.isStatic()).map(ImportSnippet::fullname).toList());
  }

  private SourceCodeAnalysis analysis() {
    return shell.sourceCodeAnalysis();
  }

  /** Returns the latest statement or declaration that JShell knows: the one that it has run now. */
  Snippet latest() {
    List<Snippet> all = shell.snippets().toList();
    return all.get(all.size() - 1);
  }

  /** Returns how many characters of the latest cell stand before the statement it ended with. */
  int begun() {
    return begun;
  }

  /** Says what is not defined that a method needs, or a method that it calls. */
  Optional<String> undefined(String method) {
    return shell
        .methods()
        .filter(each -> isUnresolved(shell.status(each)))
        .min(Comparator.comparing(each -> !each.name().equals(method)))
        .map(errors::undefined);
  }

  Magics magics() {
    return magics;
  }

  void addToClasspath(String path) {
    shell.addToClasspath(path);
    comments.add(Path.of(path));
  }

  /** Ends what is running. Safe from any thread. */
  void interrupt() {
    interrupted = true;
    engine.interrupt();
  }

  /** Evaluates a cell; {@code name} is what errors call it. Never throws for what the cell does. */
  EvaluationResult evaluate(String cell, String name) {
    interrupted = false;
    if (!startupDone) {
      startupDone = true;
      EvaluationResult startup = startUp();
      if (startup instanceof EvaluationResult.Failed) {
        return startup;
      }
    }
    return run(cell, name);
  }

  /** Evaluates code for a running cell. Throws IllegalStateException where it fails. */
  @Nullable Object evaluateInside(String code) {
    EvaluationResult result = run(code, words("evaluated code"));
    if (result instanceof EvaluationResult.Failed failed) {
      CellError error = failed.error();
      throw new IllegalStateException(error.name() + ": " + error.message());
    }
    return result instanceof EvaluationResult.Value value ? value.value() : null;
  }

  private EvaluationResult startUp() {
    try {
      for (String glob : settings.startupScriptGlobs()) {
        for (Path script : PathsHandler.resolveGlobs(glob)) {
          EvaluationResult result = run(Files.readString(script), script.toString());
          if (result instanceof EvaluationResult.Failed) {
            return result;
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      return new EvaluationResult.Failed(
          ErrorText.plain("StartupException", words("a startup script can't be read: %s", e)));
    }
    for (String script : settings.startupScripts()) {
      EvaluationResult result = run(script, words("startup script"));
      if (result instanceof EvaluationResult.Failed) {
        return result;
      }
    }
    return new EvaluationResult.Nothing();
  }

  private EvaluationResult run(String cell, String name) {
    String java = toJava.apply(cell);
    Map<DeclarationSnippet, Integer> unresolved = new LinkedHashMap<>();
    EvaluationResult result = new EvaluationResult.Nothing();
    String rest = java;
    while (!(result instanceof EvaluationResult.Failed)) {
      CompletionInfo info = analysis().analyzeCompletion(rest);
      int offset = java.length() - rest.length();
      if (!info.completeness().isComplete()) {
        if (info.completeness() != SourceCodeAnalysis.Completeness.EMPTY) {
          result = new EvaluationResult.Failed(ErrorText.incomplete(java, offset));
        }
        break;
      }
      if (interrupted) {
        result = new EvaluationResult.Failed(interruption(Optional.empty()));
        break;
      }
      if (engine.begin(info.source())) {
        begun = offset;
        result = step(java, offset, info.source(), name, unresolved);
      }
      rest = info.remaining();
    }
    return report(java, result, unresolved);
  }

  private EvaluationResult step(
      String java,
      int offset,
      String source,
      String name,
      Map<DeclarationSnippet, Integer> unresolved) {
    List<SnippetEvent> events = evaluate(source, unresolved);
    // The names must be known before a failure is written.
    for (SnippetEvent event : events) {
      if (event.causeSnippet() == null) {
        int at = place(java, offset, event.snippet().source());
        origins.put(event.snippet().id(), new ErrorText.Origin(name, ErrorText.line(java, at)));
      }
    }
    Optional<SnippetEngine.Ended> call = engine.takeLatest();
    if (call.isPresent() && call.get().end() != SnippetEngine.End.RETURNED) {
      return new EvaluationResult.Failed(interruption(call));
    }
    EvaluationResult result = new EvaluationResult.Nothing();
    for (SnippetEvent event : events) {
      if (event.causeSnippet() != null) {
        continue;
      }
      Snippet snippet = event.snippet();
      int at = place(java, offset, snippet.source());
      JShellException thrown = event.exception();
      if (thrown != null) {
        return new EvaluationResult.Failed(errors.thrown(thrown));
      }
      switch (event.status()) {
        case REJECTED, NONEXISTENT -> {
          return new EvaluationResult.Failed(
              ErrorText.compilation(
                  java, at - leadingBlanks(snippet.source()), shell.diagnostics(snippet).toList()));
        }
        case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> {
          if (snippet instanceof DeclarationSnippet declaration) {
            unresolved.put(declaration, at);
          }
        }
        default -> {}
      }
      result = shown(snippet, call);
    }
    return result;
  }

  /**
   * Evaluates a statement. JShell 17 fails where methods that wait for a type call each other, and
   * a statement makes it look at them again ("typeSig ERROR" in {@code Unit.checkForOverwrite}).
   * They are taken out then, and declared once more behind the statement.
   */
  private List<SnippetEvent> evaluate(String source, Map<DeclarationSnippet, Integer> unresolved) {
    try {
      return shell.eval(source);
    } catch (AssertionError ofJShell) {
      List<DeclarationSnippet> waiting =
          shell
              .snippets()
              .filter(DeclarationSnippet.class::isInstance)
              .map(DeclarationSnippet.class::cast)
              .filter(each -> isUnresolved(shell.status(each)))
              .toList();
      waiting.forEach(shell::drop);
      List<SnippetEvent> events = shell.eval(source);
      waiting.forEach(each -> declareAgain(each, unresolved));
      return events;
    }
  }

  private void declareAgain(DeclarationSnippet old, Map<DeclarationSnippet, Integer> unresolved) {
    Optional<Integer> at = Optional.ofNullable(unresolved.remove(old));
    Optional<ErrorText.Origin> origin = Optional.ofNullable(origins.get(old.id()));
    for (SnippetEvent event : shell.eval(old.source())) {
      if (event.causeSnippet() == null && event.snippet() instanceof DeclarationSnippet anew) {
        origin.ifPresent(where -> origins.put(anew.id(), where));
        at.ifPresent(where -> unresolved.put(anew, where));
      }
    }
  }

  private static boolean isUnresolved(Snippet.Status status) {
    return status == Snippet.Status.RECOVERABLE_DEFINED
        || status == Snippet.Status.RECOVERABLE_NOT_DEFINED;
  }

  private static EvaluationResult shown(Snippet snippet, Optional<SnippetEngine.Ended> call) {
    Optional<Object> value = call.flatMap(SnippetEngine.Ended::value);
    return isShown(snippet) && value.isPresent()
        ? new EvaluationResult.Value(value.get())
        : new EvaluationResult.Nothing();
  }

  /** Tells whether a statement is an expression whose value a notebook shows. */
  static boolean isShown(Snippet snippet) {
    return switch (snippet.subKind()) {
      case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
      default -> false;
    };
  }

  /**
   * Says which names are still undefined at the end of the cell, where later ones could be used.
   */
  private EvaluationResult report(
      String java, EvaluationResult result, Map<DeclarationSnippet, Integer> unresolved) {
    List<String> missing = new ArrayList<>();
    boolean undefined = false;
    for (Map.Entry<DeclarationSnippet, Integer> each : unresolved.entrySet()) {
      DeclarationSnippet snippet = each.getKey();
      Snippet.Status status = shell.status(snippet);
      if (!isUnresolved(status)) {
        continue;
      }
      undefined |= status == Snippet.Status.RECOVERABLE_NOT_DEFINED;
      shell
          .unresolvedDependencies(snippet)
          .forEach(what -> missing.add(missing(java, each.getValue(), snippet, what)));
    }
    if (missing.isEmpty()) {
      return result;
    }
    String text = String.join("\n", missing);
    if (result instanceof EvaluationResult.Failed failed) {
      List<String> lines = new ArrayList<>(failed.error().traceback());
      lines.addAll(missing);
      CellError error = failed.error();
      return new EvaluationResult.Failed(new CellError(error.name(), error.message(), lines));
    }
    if (undefined) {
      return new EvaluationResult.Failed(ErrorText.plain("CompilationException", text));
    }
    warnings.accept(text + "\n");
    return result;
  }

  private static String missing(String java, int at, DeclarationSnippet snippet, String what) {
    String bare = what.replaceFirst("^\\w+ ", "").replaceFirst("\\(.*", "");
    Matcher use = Pattern.compile("\\b" + Pattern.quote(bare) + "\\b").matcher(snippet.source());
    int position = at + (use.find() ? use.start() : 0);
    return words(
        "line %d: %s is not defined: %s can't be used until it is",
        ErrorText.line(java, position), ErrorText.named(what), snippet.name());
  }

  private CellError interruption(Optional<SnippetEngine.Ended> call) {
    boolean timedOut =
        call.map(SnippetEngine.Ended::end).filter(SnippetEngine.End.TIMED_OUT::equals).isPresent();
    String name = timedOut ? "EvaluationTimeoutException" : "EvaluationInterruptedException";
    StringBuilder text =
        new StringBuilder(
            timedOut
                ? words(
                    "the statement ran longer than %d ms (IJAVA_TIMEOUT)",
                    settings.timeLimitMillis().orElse(0))
                : words("the cell was interrupted"));
    List<StackTraceElement> stuck = call.map(SnippetEngine.Ended::stuckAt).orElse(List.of());
    if (!stuck.isEmpty()) {
      text.append(
          words(
              ", but its thread goes on: Java cannot stop code that heeds no interrupt."
                  + " Restart the kernel to end it. It is here:"));
      stuck.stream().limit(5).forEach(frame -> text.append("\n    at ").append(frame));
    }
    return ErrorText.plain(name, text.toString());
  }

  /** Diagnostics count from the source as given, blanks included; stack frames do not. */
  private static int leadingBlanks(String source) {
    return source.length() - source.stripLeading().length();
  }

  private static int place(String java, int offset, String source) {
    String wanted = source.strip();
    int at = java.indexOf(wanted, offset);
    if (at < 0 && wanted.endsWith(";")) {
      // JShell completes a statement with its semicolon.
      at = java.indexOf(wanted.substring(0, wanted.length() - 1), offset);
    }
    return at < 0 ? offset : at;
  }
}
