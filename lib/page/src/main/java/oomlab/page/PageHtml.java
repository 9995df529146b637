package oomlab.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import oomlab.internal.json.JsonText;

/**
 * The page as HTML: one file, which works from a disk and from any web server. Its own policy
 * (Content Security Policy, level 3) lets it load nothing, ask the network for nothing and run no
 * script but its own, whatever a log holds.
 */
public final class PageHtml {
  private static final String BACK = "<p><a href=\"index.html\">The book</a></p>\n";

  private PageHtml() {}

  /**
   * Writes the page for logs that a reader gives it, as a part of the book.
   *
   * @param example a log to try it with
   * @throws IOException if the log cannot be read or the page not be written
   */
  public static void write(Path target, Path example) throws IOException {
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    String log = new String(Files.readAllBytes(example), StandardCharsets.UTF_8);
    Files.writeString(part, head(BACK) + tail("<script id=\"example-log\"" + data(log)));
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns the page up to where reports stand, for readers whose browser runs no scripts. */
  public static String head() {
    return head("");
  }

  private static String head(String back) {
    String style = part("page.css");
    String policy =
        String.join(
            "; ",
            "default-src 'none'",
            "script-src '" + hash(script()) + "'",
            "style-src '" + hash(style) + "'",
            "worker-src blob:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'");
    return part("page.html")
        .replace("{policy}", policy)
        .replace("{style}", style)
        .replace("{back}", back);
  }

  /**
   * Returns a piece of a log for the page to read: may stand wherever an article may. All pieces
   * together are a list of logs: each begins with an object that has its {@code file} and the
   * {@code asked} what-if questions, and ends with the first lines of its {@code wanted} reports;
   * between are lines as texts, and numbers of lines that were left out.
   *
   * @param pieces JSON
   */
  public static String log(List<String> pieces) {
    return "<script class=\"log\"" + inert("[" + String.join(",\n", pieces) + "]");
  }

  /** Returns the rest of the page. */
  public static String tail() {
    return tail("");
  }

  private static String tail(String example) {
    return "</div>\n</main>\n"
        + example
        + program("reader", part("reader.js"))
        + program("worker", part("worker.js"))
        + "<script>"
        + script()
        + "</script>\n</body>\n</html>\n";
  }

  private static String data(String text) {
    return inert(JsonText.of(text));
  }

  /** JSON in which nothing can end the element that it stands in. */
  private static String inert(String json) {
    return " type=\"application/json\">" + json.replace("<", "\\u003c") + "</script>\n";
  }

  /** A program that the page starts beside itself: as text, so that a file holds it all. */
  private static String program(String id, String source) {
    return "<script id=\"%s\" type=\"text/plain\">%s</script>\n"
        .formatted(id, source.replace("</script", "<\\/script"));
  }

  private static String script() {
    return part("page.js");
  }

  private static String part(String name) {
    try (InputStream in = PageHtml.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar: mvn package makes it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
