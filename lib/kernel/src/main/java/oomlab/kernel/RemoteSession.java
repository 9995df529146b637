package oomlab.kernel;

import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * A notebook's Java whose cells are compiled here and run in another JVM, a {@link CellHost}. A
 * test runs here: it calls methods of the cells there, and gets plain values back.
 */
public final class RemoteSession {
  private final Limits limits;
  private final RemoteControl control;
  private final JavaSession session;
  private final RemoteCalls calls;
  private final List<String> magics = new ArrayList<>();
  private Map<String, GivenVariable> given = Map.of();
  private NotebookOutputs outputs = new NotebookOutputs(0);
  private long outputChars;
  private int count;

  /**
   * What a cell may do.
   *
   * @param cellMillis how long it may run
   * @param outputChars how much it may print and show; what is over is dropped
   */
  public record Limits(long cellMillis, long outputChars) {}

  /** How a cell ended. */
  public enum End {
    /** It came to its end, well or with an error. */
    DONE,
    /** It did not end in time, and its host had to be given up. */
    TIMED_OUT,
    /** Its host ended. */
    DIED,
    /** Its host sent something that was no answer. */
    BROKEN
  }

  /**
   * What came of a cell.
   *
   * @param outputs as a notebook keeps them, each one JSON object
   * @param completed how many characters of its source were evaluated before it ended otherwise
   *     than {@link End#DONE}
   * @param magics magics that were left out
   * @param flooded whether output was dropped
   */
  public record CellOutcome(
      List<String> outputs, End end, int completed, List<String> magics, boolean flooded) {
    /** Makes the lists unmodifiable. */
    public CellOutcome {
      outputs = List.copyOf(outputs);
      magics = List.copyOf(magics);
    }
  }

  /** A test that runs here. */
  public interface Test {
    /**
     * Runs it.
     *
     * @param calls reaches the cells' methods and variables
     * @param output takes what it prints and shows: {@code stdout}, {@code stderr} or {@code
     *     display_data}, and the text or JSON
     * @return the value of its last expression; empty for none
     */
    Optional<Object> run(RemoteCalls calls, BiConsumer<String, String> output) throws Throwable;
  }

  private RemoteSession(SocketChannel channel, Limits limits, ValueTypes types) {
    this.limits = limits;
    this.outputChars = limits.outputChars();
    this.control =
        new RemoteControl(
            new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel))),
            new DataOutputStream(new SocketOutput(channel)),
            this::output);
    control.cell(limits.cellMillis() * 1_000_000);
    this.session =
        JavaSession.open(
            KernelSettings.of(Map.of()),
            text -> output("stderr", text),
            control,
            cell -> MagicSource.withoutMagics(cell, call -> magics.add(call.name())));
    this.calls = new RemoteCalls(control, types, limits.cellMillis(), session::undefined);
    control.watcher(this::statement);
  }

  /**
   * Opens a session with a host that has connected; whoever opened the channel closes it.
   *
   * @param types what can be sent as a value, beside Java's own
   */
  public static RemoteSession open(SocketChannel host, Limits limits, ValueTypes types) {
    return new RemoteSession(host, limits, types);
  }

  /** Returns what reaches methods and variables there. */
  public RemoteCalls calls() {
    return calls;
  }

  /** Says how much cells may print and show from now on. */
  public void outputChars(long characters) {
    outputChars = characters;
  }

  /** Runs a cell there. */
  public CellOutcome run(String source, String name) {
    return run(source, name, Map.of());
  }

  /**
   * Runs a cell there.
   *
   * @param variables those that it need not compute, by name
   */
  public CellOutcome run(String source, String name, Map<String, GivenVariable> variables) {
    begin();
    given = variables;
    EvaluationResult result;
    try {
      result = session.evaluate(source, name);
    } catch (IllegalStateException closed) {
      // JShell ends with its host; anything else is the cell's failure.
      result =
          control.lost().isPresent()
              ? new EvaluationResult.Nothing()
              : new EvaluationResult.Failed(
                  ErrorText.plain("IllegalStateException", String.valueOf(closed.getMessage())));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      // The compiler's own failures, on source that it cannot cope with.
      result =
          new EvaluationResult.Failed(
              ErrorText.plain("CompilationException", "the compiler failed: " + e));
    }
    if (result instanceof EvaluationResult.Failed failed) {
      outputs.error(failed.error());
    } else if (result instanceof EvaluationResult.Value value && control.lost().isEmpty()) {
      try {
        outputs.result(Display.content(Display.render(value.value())), count);
      } catch (JsonParseException | IllegalStateException e) {
        outputs.error(ErrorText.plain("JsonParseException", "its value cannot be shown"));
      }
    }
    return outcome(session.begun());
  }

  /** Runs a test here. Whatever it throws is an error of the test, and it has no value then. */
  public CellOutcome run(Test test, TestName name) {
    begin();
    Optional<Object> value = Optional.empty();
    @Nullable CellError error = null;
    try {
      value = test.run(calls, this::output);
    } catch (Throwable thrown) {
      error = name.error(thrown);
    }
    calls.end();
    if (control.lost().isEmpty()) {
      if (error != null) {
        outputs.error(error);
      } else {
        value.ifPresent(result -> outputs.result(Display.content(Display.render(result)), count));
      }
    }
    return outcome(0);
  }

  /** Says what a test's exceptions are called, and where in it they came from. */
  public interface TestName {
    /** Returns the lines below the first that tell where it was thrown. */
    List<String> places(Throwable thrown);

    private CellError error(Throwable thrown) {
      CellError plain =
          ErrorText.plain(
              thrown.getClass().getName(), thrown.getMessage() == null ? "" : thrown.getMessage());
      List<String> lines = new ArrayList<>(plain.traceback());
      lines.addAll(places(thrown));
      return new CellError(plain.name(), plain.message(), lines);
    }
  }

  private void begin() {
    control.cell(limits.cellMillis() * 1_000_000);
    outputs = new NotebookOutputs(outputChars);
    magics.clear();
    given = Map.of();
    count++;
  }

  private CellOutcome outcome(int completed) {
    return new CellOutcome(outputs.json(), end(), completed, magics, outputs.dropped());
  }

  private End end() {
    if (control.lost().isEmpty()) {
      return End.DONE;
    }
    if (control.broken()) {
      return End.BROKEN;
    }
    return control.lost().get().equals(RemoteControl.STUCK) ? End.TIMED_OUT : End.DIED;
  }

  private void output(String type, String text) {
    outputs.add(type, text);
  }

  /** Before a statement: whether its value is shown, or known already. */
  private void statement() {
    Snippet snippet = session.latest();
    if (JavaSession.isShown(snippet)) {
      control.wantValue(true);
    }
    @Nullable GivenVariable known =
        snippet instanceof VarSnippet variable ? given.get(variable.name()) : null;
    if (known != null) {
      control.assign(((VarSnippet) snippet).name(), known.bytes());
      known.outputs().forEach(each -> output(each.getKey(), each.getValue()));
    }
  }
}
