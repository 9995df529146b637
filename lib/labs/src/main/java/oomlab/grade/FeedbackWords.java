package oomlab.grade;

import static oomlab.internal.text.Words.later;

import java.util.List;
import java.util.regex.Pattern;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Retelling;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What a student's page says in the lab's language. Results are kept in English; what they say to a
 * student is said again here.
 */
final class FeedbackWords {
  /** What {@code feedback.py} and its template say. */
  static final List<String> OF_THE_PAGE =
      List.of(
          later("%s of %s points"),
          later("%s of %s points; %s of %s questions wait for your instructor"),
          later("Question"),
          later("Points"),
          later("What to know"),
          later("Remarks"),
          later("%s of %s"),
          later("waits, %s at most"),
          later("A part of it is right."),
          later("Your instructor will read this."),
          later("The cells of this notebook cannot be shown here."),
          later("Only the first %s of %s cells are shown."),
          later("hidden test"),
          later("The test failed."),
          later("picture"),
          later("… cut after %s characters"),
          later("… cut after %s lines"),
          later("… %s more outputs are not shown"),
          later("(an output that cannot be shown here)"),
          later("(a picture that is too large to be shown)"),
          later("(a picture that cannot be read)"));

  private static final JsonMapper JSON = new JsonMapper();

  /** An exception's name in colour, as a terminal shows it, and what it says. */
  private static final Pattern NAMED = Pattern.compile("(?:\u001b\\[[0-9;]*m|[\\w.$])+: .*");

  private final Retelling retelling;

  private FeedbackWords(Language language) {
    this.retelling = Retelling.of(Catalog.of(language));
  }

  /** Returns those of a language. */
  static FeedbackWords in(Language language) {
    return new FeedbackWords(language);
  }

  /** Returns the language of a notebook as it ran: English where it does not say another. */
  static Language of(byte[] executed) {
    return Language.named(metadata(executed).path("oomlab").path("language").asString(""))
        .orElse(Language.ENGLISH);
  }

  /** Returns the title of a notebook as it ran, where it is not in English. */
  String title(byte[] executed, String english) {
    return retelling.language() == Language.ENGLISH
        ? english
        : metadata(executed).path("title").asString(english);
  }

  private static JsonNode metadata(byte[] executed) {
    try {
      return JSON.readTree(executed).path("metadata");
    } catch (JacksonException none) {
      return JSON.nullNode();
    }
  }

  /** Says in a job for {@code feedback.py} what is for the student. */
  void say(ObjectNode job) {
    job.put("language", retelling.language().tag());
    ObjectNode words = job.putObject("words");
    retelling.all(OF_THE_PAGE).forEach(words::put);
    ObjectNode graded = (ObjectNode) job.path("graded");
    retell(graded, "why");
    graded.path("marks").forEach(mark -> retell((ObjectNode) mark, "comment"));
    graded.path("remarks").forEach(remark -> retell((ObjectNode) remark, "sentence"));
  }

  /** Returns a notebook as it ran, with what the tests said. */
  String outputs(String notebook) {
    if (retelling.language() == Language.ENGLISH) {
      return notebook;
    }
    JsonNode root = JSON.readTree(notebook);
    root.path("cells").forEach(cell -> cell.path("outputs").forEach(this::output));
    return JSON.writeValueAsString(root);
  }

  private void output(JsonNode output) {
    if (output instanceof ObjectNode error
        && error.path("output_type").asString("").equals("error")) {
      retell(error, "evalue");
      lines(error, "traceback");
    } else if (output instanceof ObjectNode stream && stream.has("text")) {
      lines(stream, "text");
    }
  }

  private void lines(ObjectNode output, String field) {
    JsonNode lines = output.path(field);
    if (lines instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, StringNode.valueOf(line(array.get(i).asString(""))));
      }
    } else if (lines.isString()) {
      output.put(field, line(lines.asString("")));
    }
  }

  /** Says the lines of an output again; the name of an exception stays before what it says. */
  private String line(String text) {
    StringBuilder said = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      String end = line.endsWith("\n") ? "\n" : "";
      String bare = line.substring(0, line.length() - end.length());
      int name = NAMED.matcher(bare).matches() ? bare.indexOf(": ") + 2 : 0;
      said.append(bare, 0, name).append(retelling.of(bare.substring(name))).append(end);
    }
    return said.toString();
  }

  private void retell(ObjectNode node, String field) {
    if (node.path(field).isString()) {
      node.put(field, retelling.of(node.path(field).asString("")));
    }
  }
}
