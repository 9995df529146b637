package oomlab.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/**
 * A notebook's Java whose cells are compiled here and run in another JVM, a {@link CellHost}. Some
 * cells are the owner's, the others a guest's, who must not get in the owner's way.
 */
public final class RemoteSession {
  private static final Gson GSON = new Gson();
  private static final Map<Owner, Reserved> RESERVED = new ConcurrentHashMap<>();

  private final Limits limits;
  private final Reserved reserved;
  private final RemoteControl control;
  private final JavaSession session;
  private final List<JsonObject> outputs = new ArrayList<>();
  private final Map<String, JsonObject> displays = new HashMap<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> magics = new ArrayList<>();
  private boolean owners;
  private long outputChars;
  private boolean flooded;
  private int count;

  /**
   * What a cell may do.
   *
   * @param cellMillis how long it may run
   * @param outputChars how much it may print and show; what is over is dropped
   */
  public record Limits(long cellMillis, long outputChars) {}

  /**
   * What is known beforehand of the owner's cells, so that a guest cannot declare what they mean
   * something else by.
   *
   * @param setup sources of cells that declare what all others use
   * @param tests sources of cells that try what the guest has declared
   * @param answers sources that declare what the guest is to declare
   */
  public record Owner(List<String> setup, List<String> tests, List<String> answers) {
    /** Makes the lists unmodifiable. */
    public Owner {
      setup = List.copyOf(setup);
      tests = List.copyOf(tests);
      answers = List.copyOf(answers);
    }
  }

  /** How a cell ended. */
  public enum End {
    /** It came to its end, well or with an error. */
    DONE,
    /** It did not end in time, and its host had to be given up. */
    TIMED_OUT,
    /** Its host ended. */
    DIED,
    /** Something in the host tried to answer in its place. */
    FORGED
  }

  /**
   * What came of a cell.
   *
   * @param outputs as a notebook keeps them, each one JSON object
   * @param completed how many characters of its source were evaluated before it ended otherwise
   *     than {@link End#DONE}
   * @param refused declarations of a guest's that were left out, by name
   * @param changed variables of the owner's that a guest had changed; they were put back first
   * @param threads names of threads that go on
   * @param magics magics that were left out
   * @param flooded whether output was dropped
   */
  public record Cell(
      List<String> outputs,
      End end,
      int completed,
      List<String> refused,
      List<String> changed,
      List<String> threads,
      List<String> magics,
      boolean flooded) {
    /** Makes the lists unmodifiable. */
    public Cell {
      outputs = List.copyOf(outputs);
      refused = List.copyOf(refused);
      changed = List.copyOf(changed);
      threads = List.copyOf(threads);
      magics = List.copyOf(magics);
    }
  }

  private RemoteSession(SocketChannel channel, Limits limits, Owner owner) {
    this.limits = limits;
    this.control =
        new RemoteControl(
            new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel))),
            new DataOutputStream(new SocketOutput(channel)),
            this::output);
    control.cell(true, limits.cellMillis() * 1_000_000);
    this.session =
        JavaSession.open(
            Settings.of(Map.of()),
            text -> output("stderr", text),
            control,
            cell -> MagicSource.withoutMagics(cell, call -> magics.add(call.name())));
    // Reading an assignment's sources takes longer than all else here; a class has one.
    this.reserved = RESERVED.computeIfAbsent(owner, each -> Reserved.of(each, session.analysis()));
    control.guard(this::admits);
  }

  /** Opens a session with a host that has connected; whoever opened the channel closes it. */
  public static RemoteSession open(SocketChannel host, Limits limits, Owner owner) {
    return new RemoteSession(host, limits, owner);
  }

  /**
   * Runs a cell of the owner's. What a guest has changed of the owner's variables and of the JVM's
   * global state is put back before.
   *
   * @param keeps whether its variables are to be protected from now on
   */
  public Cell owners(String source, String name, boolean keeps) {
    owners = true;
    begin();
    List<String> changed = control.restore();
    Cell cell = run(source, name);
    List<String> threads = List.of();
    if (keeps && cell.end() == End.DONE) {
      threads = control.keep();
    }
    return new Cell(
        cell.outputs(),
        cell.end(),
        cell.completed(),
        cell.refused(),
        changed,
        threads,
        cell.magics(),
        cell.flooded());
  }

  /** Runs a cell of a guest's. */
  public Cell guests(String source, String name) {
    owners = false;
    begin();
    return run(source, name);
  }

  private void begin() {
    control.cell(owners, limits.cellMillis() * 1_000_000);
    outputs.clear();
    displays.clear();
    refused.clear();
    magics.clear();
    outputChars = 0;
    flooded = false;
  }

  private Cell run(String source, String name) {
    CellResult result;
    try {
      result = session.evaluate(source, name);
    } catch (IllegalStateException closed) {
      // JShell ends with its host.
      result = new CellResult.Nothing();
    }
    count++;
    End end = end();
    if (result instanceof CellResult.Failed failed) {
      outputs.add(error(failed.error()));
    } else if (result instanceof CellResult.Value value && end == End.DONE) {
      JsonObject shown = Display.content(Display.render(value.value()));
      shown.remove("transient");
      shown.addProperty("output_type", "execute_result");
      shown.addProperty("execution_count", count);
      outputs.add(shown);
    }
    return new Cell(
        outputs.stream().map(GSON::toJson).toList(),
        end,
        session.begun(),
        refused,
        List.of(),
        List.of(),
        magics,
        flooded);
  }

  private End end() {
    if (control.lost().isEmpty()) {
      return End.DONE;
    }
    if (control.forged()) {
      return End.FORGED;
    }
    return control.lost().get().contains("in time") ? End.TIMED_OUT : End.DIED;
  }

  private static JsonObject error(CellError error) {
    JsonObject output = new JsonObject();
    output.addProperty("output_type", "error");
    output.addProperty("ename", error.name());
    output.addProperty("evalue", error.message());
    JsonArray traceback = new JsonArray();
    error.traceback().forEach(traceback::add);
    output.add("traceback", traceback);
    return output;
  }

  private void output(String type, String text) {
    outputChars += text.length();
    if (outputChars > limits.outputChars()) {
      flooded = true;
      return;
    }
    switch (type) {
      case "stdout", "stderr" -> stream(type, text);
      case "display_data" -> display(JsonParser.parseString(text).getAsJsonObject());
      case "update_display_data" -> update(JsonParser.parseString(text).getAsJsonObject());
      default -> {
        // A cleared output hides nothing here, and no other type comes from a cell.
      }
    }
  }

  private void stream(String name, String text) {
    JsonObject last = outputs.isEmpty() ? new JsonObject() : outputs.get(outputs.size() - 1);
    if (last.has("name") && last.get("name").getAsString().equals(name)) {
      last.addProperty("text", last.get("text").getAsString() + text);
      return;
    }
    JsonObject stream = new JsonObject();
    stream.addProperty("output_type", "stream");
    stream.addProperty("name", name);
    stream.addProperty("text", text);
    outputs.add(stream);
  }

  private void display(JsonObject content) {
    JsonObject shown = new JsonObject();
    shown.addProperty("output_type", "display_data");
    shown.add("data", content.get("data"));
    shown.add("metadata", content.get("metadata"));
    outputs.add(shown);
    id(content).ifPresent(id -> displays.put(id, shown));
  }

  private void update(JsonObject content) {
    JsonObject shown = id(content).map(displays::get).orElse(null);
    if (shown != null) {
      shown.add("data", content.get("data"));
      shown.add("metadata", content.get("metadata"));
    }
  }

  private static Optional<String> id(JsonObject content) {
    return content.has("transient") && content.getAsJsonObject("transient").has("display_id")
        ? Optional.of(content.getAsJsonObject("transient").get("display_id").getAsString())
        : Optional.empty();
  }

  /** Looks at a statement before it is evaluated. */
  private boolean admits(String statement) {
    SourceCodeAnalysis analysis = session.analysis();
    for (Snippet snippet : analysis.sourceToSnippets(statement)) {
      switch (snippet.subKind()) {
        case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND ->
            control.wantValue(true);
        default -> {}
      }
      Optional<String> name = owners ? Optional.empty() : reserved.taken(snippet);
      if (name.isPresent()) {
        refused.add(name.get());
        return false;
      }
    }
    return true;
  }
}
