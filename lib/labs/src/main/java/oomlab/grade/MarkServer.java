package oomlab.grade;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.grade.AnswerContext.Picture;
import oomlab.grade.LocalServer.Reply;
import oomlab.grade.MarkedAnswers.Saved;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page on which a person marks written answers with the keyboard, and what it needs: {@code
 * mark.html} shows one answer at a time, and each change is in {@code manual.csv} before it says
 * so. Students' text goes to the page as JSON and is shown as text; their pictures are files of
 * their own, in which no script runs.
 */
public final class MarkServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Map<String, List<String>> PAGES =
      Map.of(
          "GET ", List.of("mark.html", "text/html; charset=utf-8"),
          "GET mark.css", List.of("mark.css", "text/css; charset=utf-8"),
          "GET mark.js", List.of("mark.js", "text/javascript; charset=utf-8"));

  private static final Pattern PICTURE = Pattern.compile("GET picture/(\\d{1,7})/(\\d{1,3})");

  private final String title;
  private final boolean names;
  private final MarkedAnswers answers;
  private final CommentList comments;
  private final LocalServer server;

  /**
   * Starts it.
   *
   * @param store open as long as this is
   * @param names whether the page says whose answer it is
   * @param port 0 for any that is free
   * @throws IOException if the port is taken
   */
  public MarkServer(GradeStore store, String title, boolean names, int port) throws IOException {
    this.title = title;
    this.names = names;
    this.answers = MarkedAnswers.of(store, names);
    this.comments = new CommentList(store);
    this.server = LocalServer.open(port, this::reply);
  }

  /** Returns the page's address, which is the key to it, too. */
  public URI address() {
    return server.address();
  }

  /** Returns how many answers are to be marked. */
  public int count() {
    return answers.all().size();
  }

  private Reply reply(String what, byte[] body) {
    try {
      List<String> page = PAGES.get(what);
      if (page != null) {
        return new Reply(200, page.get(1), resource(page.get(0)));
      }
      Matcher picture = PICTURE.matcher(what);
      if (picture.matches()) {
        return picture(Integer.parseInt(picture.group(1)), Integer.parseInt(picture.group(2)));
      }
      return switch (what) {
        case "GET answers" -> json(200, list());
        case "POST save" -> save(JSON.readTree(body));
        case "POST comments" -> json(200, comments(JSON.readTree(body)));
        default -> problem(404, "there is nothing here");
      };
    } catch (GradeException e) {
      return problem(422, e.getMessage());
    } catch (JacksonException e) {
      return problem(400, "this is no JSON");
    } catch (IOException e) {
      return problem(500, "the file cannot be written or read: " + e);
    }
  }

  private Reply picture(int answer, int number) {
    if (answer >= count() || number >= answers.all().get(answer).context().pictures().size()) {
      return problem(404, "there is no such picture");
    }
    Picture picture = answers.all().get(answer).context().pictures().get(number);
    return new Reply(200, picture.type(), picture.bytes());
  }

  private ObjectNode list() throws GradeException, IOException {
    ObjectNode json = JSON.createObjectNode().put("title", title);
    List<ManualPoints.Entry> entries = answers.entries();
    ArrayNode list = json.putArray("answers");
    for (int i = 0; i < count(); i++) {
      ManualPage.Answer each = answers.all().get(i);
      list.addObject()
          .put("question", each.gradeId())
          .put("max", each.max())
          .put("name", names ? each.submission() : "")
          .put("text", each.text())
          .put("asked", each.context().asked())
          .put("printed", each.context().printed())
          .put("pictures", each.context().pictures().size())
          .put("score", entries.get(i).score())
          .put("comment", entries.get(i).comment());
    }
    comments.read().forEach(json.putArray("comments")::add);
    return json;
  }

  private Reply save(JsonNode sent) throws GradeException, IOException {
    int number = sent.path("number").asInt(-1);
    if (number < 0 || number >= count()) {
      return problem(422, "there is no such answer");
    }
    Saved saved = answers.save(number, entry(sent.path("was")), entry(sent.path("typed")));
    ObjectNode json = JSON.createObjectNode();
    json.put("score", saved.entry().score()).put("comment", saved.entry().comment());
    return json(saved instanceof Saved.Done ? 200 : 409, json);
  }

  private static ManualPoints.Entry entry(JsonNode json) {
    return new ManualPoints.Entry(
        json.path("score").asString(""), json.path("comment").asString(""));
  }

  private synchronized ObjectNode comments(JsonNode sent) throws IOException {
    List<String> all = sent.path("comments").valueStream().map(e -> e.asString("")).toList();
    ObjectNode json = JSON.createObjectNode();
    comments.write(all).forEach(json.putArray("comments")::add);
    return json;
  }

  private static Reply problem(int status, @Nullable String sentence) {
    return json(status, JSON.createObjectNode().put("problem", String.valueOf(sentence)));
  }

  private static Reply json(int status, ObjectNode json) {
    return new Reply(status, "application/json", JSON.writeValueAsString(json));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = MarkServer.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Ends it; every change was written before. */
  @Override
  public void close() {
    server.close();
  }
}
