package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Answers {@code execute_request}: runs the cell and publishes what comes of it. */
final class ExecuteRequests implements StdinChannel.Request {
  private final IoPub iopub;
  private final OutputBuffer output;
  private final History history;
  private final Supplier<JavaSession> session;
  private volatile MessageWire.Message current;
  private volatile boolean running;
  private volatile boolean inputAllowed;
  private int count;

  ExecuteRequests(
      IoPub iopub, OutputBuffer output, History history, Supplier<JavaSession> session) {
    this.iopub = iopub;
    this.output = output;
    this.history = history;
    this.session = session;
    this.current = new MessageWire.Message(List.of(), new JsonObject(), new JsonObject());
  }

  @Override
  public List<byte[]> identities() {
    return current.identities();
  }

  @Override
  public JsonObject header() {
    return current.header();
  }

  @Override
  public boolean allowsInput() {
    return running && inputAllowed;
  }

  /** Tells whether a cell is being executed. */
  boolean isRunning() {
    return running;
  }

  /** Executes and returns the content of the reply. */
  JsonObject execute(MessageWire.Message message) {
    JsonObject request = message.content();
    String code = MessageWire.text(request, "code", "");
    boolean silent = MessageWire.flag(request, "silent", false);
    boolean stored = !silent && MessageWire.flag(request, "store_history", true);
    current = message;
    inputAllowed = MessageWire.flag(request, "allow_stdin", true);
    iopub.parent(message.header());
    if (stored) {
      count++;
    }
    if (!silent) {
      JsonObject input = new JsonObject();
      input.addProperty("code", code);
      input.addProperty("execution_count", count);
      iopub.publish("execute_input", input);
    }
    running = true;
    JsonObject reply;
    Optional<String> shown = Optional.empty();
    try {
      EvaluationResult result = session.get().evaluate(code, words("cell %d", count));
      output.end();
      if (result instanceof EvaluationResult.Value value) {
        DisplayData data = Display.render(value.value());
        JsonObject content = Display.content(data);
        shown =
            Optional.ofNullable(content.getAsJsonObject("data").get("text/plain"))
                .map(JsonElement::getAsString);
        if (!silent) {
          content.addProperty("execution_count", count);
          iopub.publish("execute_result", content);
        }
      }
      reply =
          result instanceof EvaluationResult.Failed failed
              ? failure(failed.error())
              : success(request.get("user_expressions"));
    } catch (Throwable e) {
      // A result whose toString() fails, or no memory left: the kernel must live on.
      output.end();
      reply = failure(ErrorText.plain(e.getClass().getName(), String.valueOf(e.getMessage())));
    } finally {
      running = false;
    }
    reply.addProperty("execution_count", count);
    if (stored) {
      history.add(count, code, shown);
    }
    return reply;
  }

  private JsonObject failure(CellError error) {
    JsonObject content = error(error);
    iopub.publish("error", content);
    JsonObject reply = content.deepCopy();
    reply.addProperty("status", "error");
    reply.add("user_expressions", new JsonObject());
    reply.add("payload", new JsonArray());
    return reply;
  }

  private JsonObject success(JsonElement expressions) {
    JsonObject reply = new JsonObject();
    reply.addProperty("status", "ok");
    JsonObject values = new JsonObject();
    if (expressions != null && expressions.isJsonObject()) {
      for (Map.Entry<String, JsonElement> each : expressions.getAsJsonObject().entrySet()) {
        values.add(each.getKey(), evaluate(each.getValue().getAsString()));
      }
      output.end();
    }
    reply.add("user_expressions", values);
    reply.add("payload", new JsonArray());
    return reply;
  }

  private JsonObject evaluate(String expression) {
    EvaluationResult result = session.get().evaluate(expression, words("user expression"));
    JsonObject value;
    if (result instanceof EvaluationResult.Failed failed) {
      value = error(failed.error());
      value.addProperty("status", "error");
      return value;
    }
    value =
        Display.content(
            result instanceof EvaluationResult.Value shown
                ? Display.render(shown.value())
                : new DisplayData());
    value.remove("transient");
    value.addProperty("status", "ok");
    return value;
  }

  private static JsonObject error(CellError error) {
    JsonObject content = new JsonObject();
    content.addProperty("ename", error.name());
    content.addProperty("evalue", error.message());
    JsonArray traceback = new JsonArray();
    error.traceback().forEach(traceback::add);
    content.add("traceback", traceback);
    return content;
  }
}
