package oomlab.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.Snippet;
import jdk.jshell.spi.ExecutionControl;
import org.jspecify.annotations.Nullable;

/** Compiles a notebook's cells with JShell, one after the other, and runs nothing. */
public final class CellCompiler {
  private CellCompiler() {}

  /**
   * A cell's source.
   *
   * @param name what errors call it
   */
  public record Source(String name, String text) {}

  /** Compiles cells that share their declarations, in the order in which they would run. */
  public static List<CompiledCell> compile(List<Source> cells) {
    Recorder recorder = new Recorder();
    JavaSession session =
        JavaSession.open(
            KernelSettings.of(Map.of()),
            text -> {},
            recorder,
            cell -> MagicSource.withoutMagics(cell, call -> {}));
    recorder.session = session;
    List<CompiledCell> compiled = new ArrayList<>();
    // JShell's own imports load nothing, and what they do is in every class.
    for (Source cell : cells) {
      recorder.cell = cell.text();
      recorder.steps = new ArrayList<>();
      EvaluationResult result = session.evaluate(cell.text(), cell.name());
      Optional<String> error =
          result instanceof EvaluationResult.Failed failed
              ? Optional.of(failed.error().message())
              : Optional.empty();
      compiled.add(new CompiledCell(cell.name(), recorder.steps, error));
    }
    return compiled;
  }

  /** Notes what JShell would load and run. */
  private static final class Recorder implements ExecutionControl, SnippetEngine {
    private final LoadedClasses loaded = new LoadedClasses();
    private List<CompiledCell.Step> steps = new ArrayList<>();
    private @Nullable JavaSession session;
    private String cell = "";
    private String source = "";

    @Override
    public ExecutionControl control() {
      return this;
    }

    @Override
    public boolean begin(String code) {
      source = code;
      return true;
    }

    @Override
    public Optional<Ended> takeLatest() {
      return Optional.empty();
    }

    @Override
    public boolean interrupt() {
      return false;
    }

    @Override
    public void load(ClassBytecodes[] classes) {
      loaded.add(classes);
      Map<String, byte[]> all = new LinkedHashMap<>();
      for (ClassBytecodes each : classes) {
        all.put(each.name(), each.bytecodes());
      }
      steps.add(new CompiledCell.Load(all));
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
      if (!loaded.sameFor(classes, source)) {
        throw new NotImplementedException("a loaded class cannot be replaced");
      }
    }

    @Override
    public String invoke(String type, String method) {
      boolean value = false;
      int at = 0;
      if (session != null) {
        at = session.begun();
        for (Snippet snippet : session.analysis().sourceToSnippets(source)) {
          value = JavaSession.isShown(snippet);
        }
      }
      while (at < cell.length() && Character.isWhitespace(cell.charAt(at))) {
        at++;
      }
      steps.add(new CompiledCell.Invoke(type, method, value, ErrorText.line(cell, at)));
      return "";
    }

    @Override
    public String varValue(String type, String name) {
      return "";
    }

    @Override
    public void addToClasspath(String path) {
      // Everything is on the class path of this JVM.
    }

    @Override
    public void stop() {
      // Nothing runs.
    }

    @Override
    public Object extensionCommand(String command, Object argument) throws NotImplementedException {
      throw new NotImplementedException(command);
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }
}
