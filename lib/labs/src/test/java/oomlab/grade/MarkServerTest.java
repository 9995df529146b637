package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import oomlab.testing.HtmlCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MarkServerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)> \u2028 \"'<";
  private final HttpClient client = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private GradeStore store;

  @BeforeEach
  void grade() throws Exception {
    store = GradeStore.open(dir);
    store.write(
        "manual.csv",
        "submission,grade_id,max_score,score,comment\r\ngone,text,4,1,kept\r\ns01,text,4,,\r\n");
    for (int i = 1; i < 10; i++) {
      GradedSubmission one = SyntheticClass.submission(i);
      store.put(one);
      store.replace(List.of(), Map.of(one.submission(), notebook("answer of " + i + HOSTILE)));
    }
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  private static byte[] notebook(String text) {
    return """
        {"cells": [{"cell_type": "markdown", "source": %s, "metadata": {"nbgrader":
         {"schema_version": 3, "grade_id": "text", "grade": true, "solution": true, "locked": false,
          "task": false, "points": 4}}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        """
        .formatted(JSON.writeValueAsString(text))
        .getBytes(UTF_8);
  }

  private HttpResponse<String> get(URI address) throws Exception {
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(URI address, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private static String change(int number, String was, String score, String comment) {
    return JSON.writeValueAsString(
        Map.of(
            "number",
            number,
            "was",
            Map.of("score", was, "comment", ""),
            "typed",
            Map.of("score", score, "comment", comment)));
  }

  private static JsonNode answers(HttpResponse<String> response) {
    return JSON.readTree(response.body()).path("answers");
  }

  @Test
  void showsTheQuestionAndWhatAnAnswerPrintedAndDrewBesideIt() throws Exception {
    String drawn =
        """
        {"cells": [
         {"cell_type": "markdown", "source": "An earlier question.", "metadata": {}},
         {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": 1},
         {"cell_type": "markdown", "source": "Draw <b>it</b>.", "metadata": {"oomlab": {"student": false}}},
         {"cell_type": "code", "source": "show(it)", "execution_count": 1, "outputs": [
          {"output_type": "stream", "name": "stdout", "text": "peak 5 MiB\\n"},
          {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo="}},
          {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": ["<svg>", "<script/></svg>"]}},
          {"output_type": "display_data", "metadata": {}, "data": {"image/png": "no base64", "text/plain": "<i>"}}],
          "metadata": {"nbgrader": {"schema_version": 3, "grade_id": "text", "grade": true,
           "solution": true, "locked": false, "task": false, "points": 4}}}],
         "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        """;
    store.replace(List.of(), Map.of("s01", drawn.getBytes(UTF_8)));
    try (MarkServer server = new MarkServer(store, "lab", true, 0)) {
      JsonNode answer = answers(get(server.address().resolve("answers"))).path(0);
      assertThat(answer.path("asked").asString()).isEqualTo("Draw <b>it</b>.");
      assertThat(answer.path("printed").asString()).startsWith("peak 5 MiB\n").contains("<i>");
      assertThat(answer.path("pictures").asInt()).isEqualTo(2);
      HttpResponse<String> svg = get(server.address().resolve("picture/0/1"));
      assertThat(svg.body()).isEqualTo("<svg><script/></svg>");
      assertThat(svg.headers().firstValue("content-type")).contains("image/svg+xml");
      assertThat(svg.headers().firstValue("content-security-policy").orElseThrow())
          .contains("default-src 'none'", "sandbox")
          .doesNotContain("script-src");
      assertThat(get(server.address().resolve("picture/0/0")).headers().firstValue("content-type"))
          .contains("image/png");
      for (String none : List.of("picture/0/2", "picture/99/0", "picture/1/0", "picture/-1/0")) {
        assertThat(get(server.address().resolve(none)).statusCode()).as(none).isEqualTo(404);
      }
    }
  }

  @Test
  void answersHaveNoNamesUnlessAskedForAndAnotherOrder() throws Exception {
    try (MarkServer server = new MarkServer(store, "lab", false, 0)) {
      HttpResponse<String> all = get(server.address().resolve("answers"));
      assertThat(answers(all)).hasSize(8);
      assertThat(all.body()).doesNotContain("s01", "s02").contains("answer of 1");
      List<String> texts = answers(all).valueStream().map(e -> e.path("text").asString()).toList();
      assertThat(texts).isNotEqualTo(texts.stream().sorted().toList());
      try (MarkServer again = new MarkServer(store, "lab", false, 0)) {
        assertThat(get(again.address().resolve("answers")).body()).isEqualTo(all.body());
      }
    }
    try (MarkServer server = new MarkServer(store, "lab", true, 0)) {
      JsonNode all = answers(get(server.address().resolve("answers")));
      assertThat(all.path(0).path("name").asString()).isEqualTo("s01");
      assertThat(all.path(0).path("text").asString()).isEqualTo("answer of 1" + HOSTILE);
    }
  }

  @Test
  void aChangeIsInTheFileBeforeItIsAnswered() throws Exception {
    try (MarkServer server = new MarkServer(store, "lab", true, 0)) {
      URI save = server.address().resolve("save");
      assertThat(post(save, change(0, "", "2.5", " two\nlines, =\" ")).statusCode()).isEqualTo(200);
      assertThat(store.manual().entry("s01", "text"))
          .isEqualTo(new ManualPoints.Entry("2.5", "two\nlines, =\""));
      assertThat(dir.resolve("manual.csv")).content().contains("gone,text,4,1,kept");
      HttpResponse<String> formula = post(save, change(1, "", "", "=1+1"));
      assertThat(formula.body()).isEqualTo("{\"score\":\"\",\"comment\":\"'=1+1\"}");
      String file = Files.readString(dir.resolve("manual.csv"));
      for (String wrong : List.of("5", "-1", "x", "1e0", "NaN")) {
        HttpResponse<String> refused = post(save, change(2, "", wrong, ""));
        assertThat(refused.statusCode()).as(wrong).isEqualTo(422);
        assertThat(refused.body()).contains("is no number from 0 to 4");
      }
      for (String wrong : List.of("", "{", "[]", "{}", "{\"number\": 99}", "{\"number\": -1}")) {
        assertThat(post(save, wrong).statusCode()).as(wrong).isBetween(400, 422);
      }
      assertThat(post(save, "x".repeat(70_000)).statusCode()).isEqualTo(413);
      assertThat(dir.resolve("manual.csv")).content().isEqualTo(file);
    }
  }

  @Test
  void whatSomebodyElseTypedMeanwhileStays() throws Exception {
    try (MarkServer server = new MarkServer(store, "lab", true, 0)) {
      URI save = server.address().resolve("save");
      assertThat(post(save, change(0, "", "1", "")).statusCode()).isEqualTo(200);
      HttpResponse<String> second = post(save, change(0, "", "4", ""));
      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(second.body()).isEqualTo("{\"score\":\"1\",\"comment\":\"\"}");
      assertThat(post(save, change(0, "1", "4", "")).statusCode()).isEqualTo(200);
      store.write("manual.csv", "no table");
      assertThat(post(save, change(1, "", "4", "")).statusCode()).isEqualTo(422);
      assertThat(dir.resolve("manual.csv")).hasContent("no table");
    }
  }

  @Test
  void manyChangesAtATimeAreAllKept() throws Exception {
    try (MarkServer server = new MarkServer(store, "lab", true, 0)) {
      URI save = server.address().resolve("save");
      List<Thread> threads = new java.util.ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String body = change(i, "", "3", "n" + i);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    post(save, body);
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread each : threads) {
        each.join();
      }
      assertThat(store.manual().csv().split(",3,n", -1)).hasSize(9);
    }
  }

  @Test
  void nobodyElseGetsIn() throws Exception {
    Set<URI> addresses = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      try (MarkServer server = new MarkServer(store, "lab", false, 0)) {
        URI address = server.address();
        addresses.add(URI.create(address.getPath()));
        assertThat(address.getPath()).matches("/[0-9a-f]{32}/");
        for (String other : List.of("/", "/answers", "/save", "/" + "0".repeat(32) + "/answers")) {
          HttpResponse<String> refused = get(address.resolve(other));
          assertThat(refused.statusCode()).isEqualTo(404);
          assertThat(refused.body()).doesNotContain("answer of");
        }
        for (String host : List.of("evil.test", "127.0.0.1.evil.test", "localhost:1:2", "")) {
          assertThat(raw(address, host)).startsWith("HTTP/1.1 404").doesNotContain("answer of");
        }
        assertThat(raw(address, "localhost:9000")).startsWith("HTTP/1.1 200");
      }
    }
    assertThat(addresses).hasSize(3);
  }

  private static String raw(URI address, String host) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      String request = "GET %sanswers HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      out.write(request.formatted(address.getPath(), host).getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void thePageIsValidAndRunsItsOwnScriptsOnly() throws Exception {
    try (MarkServer server = new MarkServer(store, "<lab>", false, 0)) {
      HttpResponse<String> page = get(server.address());
      assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
          .startsWith("default-src 'none'; script-src 'self';")
          .doesNotContain("unsafe");
      assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
      assertThat(page.headers().firstValue("referrer-policy")).contains("no-referrer");
      Path file = Files.writeString(dir.resolve("page.html"), page.body());
      assertThat(HtmlCheck.complaints(file)).isEmpty();
      String script = get(server.address().resolve("mark.js")).body();
      assertThat(script).doesNotContain("innerHTML", "insertAdjacent", "document.write", "eval(");
      assertThat(get(server.address().resolve("answers")).headers().firstValue("content-type"))
          .contains("application/json");
    }
  }

  @Test
  void commentsAreKeptForTheAssignment() throws Exception {
    try (MarkServer server = new MarkServer(store, "lab", false, 0)) {
      URI comments = server.address().resolve("comments");
      String sent = "{\"comments\": [\"units?\", \"two\\nlines\", \"\", \"units?\"]}";
      assertThat(post(comments, sent).body())
          .isEqualTo("{\"comments\":[\"units?\",\"two lines\"]}");
    }
    assertThat(dir.resolve("comments.txt")).hasContent("units?\ntwo lines\n");
    try (MarkServer server = new MarkServer(store, "lab", false, 0)) {
      assertThat(get(server.address().resolve("answers")).body())
          .contains("\"comments\":[\"units?\",\"two lines\"]");
    }
  }
}
