package oomlab.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final class Recorder extends CompilingControl {
    private List<CompiledCell.Step> steps = new ArrayList<>();
    private @Nullable JavaSession session;
    private String cell = "";

    @Override
    public Optional<Ended> takeLatest() {
      return Optional.empty();
    }

    @Override
    public void load(ClassBytecodes[] classes) {
      loaded(classes);
      Map<String, byte[]> all = new LinkedHashMap<>();
      for (ClassBytecodes each : classes) {
        all.put(each.name(), each.bytecodes());
      }
      steps.add(new CompiledCell.Load(all));
    }

    @Override
    public String invoke(String type, String method) {
      boolean value = false;
      int at = 0;
      if (session != null) {
        at = session.begun();
        value = JavaSession.isShown(session.latest());
      }
      while (at < cell.length() && Character.isWhitespace(cell.charAt(at))) {
        at++;
      }
      steps.add(new CompiledCell.Invoke(type, method, value, ErrorText.line(cell, at)));
      return "";
    }
  }
}
