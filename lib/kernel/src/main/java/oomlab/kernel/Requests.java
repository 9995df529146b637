package oomlab.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Answers requests other than {@code execute_request}. Positions arrive as code points. */
final class Requests {
  private final Supplier<JavaSession> session;
  private final History history;
  private final IoPub iopub;

  Requests(Supplier<JavaSession> session, History history, IoPub iopub) {
    this.session = session;
    this.history = history;
    this.iopub = iopub;
  }

  /** Returns the content of the reply; empty for a message that has none. */
  Optional<JsonObject> answer(MessageWire.Message message) {
    JsonObject request = message.content();
    return switch (message.type()) {
      case "kernel_info_request" -> Optional.of(kernelInfo());
      case "complete_request" -> Optional.of(complete(request));
      case "inspect_request" -> Optional.of(inspect(request));
      case "is_complete_request" -> Optional.of(isComplete(request));
      case "history_request" -> {
        JsonObject reply = ok();
        reply.add("history", history.select(request));
        yield Optional.of(reply);
      }
      case "comm_info_request" -> {
        JsonObject reply = ok();
        reply.add("comms", new JsonObject());
        yield Optional.of(reply);
      }
      case "comm_open" -> {
        // No target is known here: the protocol answers with a close.
        JsonObject close = new JsonObject();
        close.addProperty("comm_id", MessageWire.text(request, "comm_id", ""));
        close.add("data", new JsonObject());
        iopub.publish("comm_close", message.header(), close);
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static JsonObject ok() {
    JsonObject reply = new JsonObject();
    reply.addProperty("status", "ok");
    return reply;
  }

  private static JsonObject kernelInfo() {
    String version = System.getProperty("java.version", "");
    JsonObject language = new JsonObject();
    language.addProperty("name", "Java");
    language.addProperty("version", version);
    language.addProperty("mimetype", "text/x-java-source");
    language.addProperty("file_extension", ".jshell");
    language.addProperty("pygments_lexer", "java");
    language.addProperty("codemirror_mode", "java");
    JsonObject reply = ok();
    reply.addProperty("protocol_version", MessageWire.PROTOCOL);
    reply.addProperty("implementation", "oomlab.kernel");
    reply.addProperty(
        "implementation_version",
        Optional.ofNullable(Requests.class.getPackage().getImplementationVersion()).orElse("0"));
    reply.add("language_info", language);
    reply.addProperty("banner", "Java " + version + " (JShell)");
    reply.add("help_links", new JsonArray());
    return reply;
  }

  private JsonObject complete(JsonObject request) {
    String code = MessageWire.text(request, "code", "");
    int cursor = cursor(request, code);
    CodeAssistance.Completions found = session.get().assistance().complete(code, cursor);
    JsonObject reply = ok();
    JsonArray matches = new JsonArray();
    found.matches().forEach(matches::add);
    reply.add("matches", matches);
    reply.addProperty("cursor_start", code.codePointCount(0, found.start()));
    reply.addProperty("cursor_end", code.codePointCount(0, found.end()));
    JsonArray kinds = new JsonArray();
    for (String match : found.matches()) {
      JsonObject kind = new JsonObject();
      kind.addProperty("text", match);
      kind.addProperty("type", CodeAssistance.kind(match));
      kinds.add(kind);
    }
    // What JupyterLab marks a line of its menu with.
    JsonObject metadata = new JsonObject();
    metadata.add("_jupyter_types_experimental", kinds);
    reply.add("metadata", metadata);
    return reply;
  }

  private JsonObject inspect(JsonObject request) {
    String code = MessageWire.text(request, "code", "");
    List<CodeAssistance.Documented> found =
        session.get().assistance().inspect(code, cursor(request, code));
    JsonObject data = new JsonObject();
    if (!found.isEmpty()) {
      data.addProperty(
          "text/plain", found.stream().map(Javadoc::plain).collect(Collectors.joining("\n\n")));
      data.addProperty(
          "text/html", found.stream().map(Javadoc::html).collect(Collectors.joining("<hr>")));
    }
    JsonObject reply = ok();
    reply.addProperty("found", !found.isEmpty());
    reply.add("data", data);
    reply.add("metadata", new JsonObject());
    return reply;
  }

  private JsonObject isComplete(JsonObject request) {
    CodeAssistance.Completeness state =
        session.get().assistance().completeness(MessageWire.text(request, "code", ""));
    JsonObject reply = new JsonObject();
    reply.addProperty("status", state.status());
    if (state.status().equals("incomplete")) {
      reply.addProperty("indent", state.indent());
    }
    return reply;
  }

  private static int cursor(JsonObject request, String code) {
    int points = code.codePointCount(0, code.length());
    int at = Math.max(0, Math.min(MessageWire.number(request, "cursor_pos", points), points));
    return code.offsetByCodePoints(0, at);
  }
}
