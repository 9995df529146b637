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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import oomlab.internal.json.JsonText;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;

/**
 * The page as HTML, in one language: one file, which works from a disk and from any web server. Its
 * own policy (Content Security Policy, level 3) lets it load nothing, ask the network for nothing
 * and run no script but its own, whatever a log holds.
 *
 * <p>What the page itself says stands in English in {@code page.html} and {@code page.js}, and
 * translated in {@code page.zh.po}. What the library says is translated in the browser, by the
 * library's own catalogs.
 */
public final class PageHtml {
  /** What {@code page.html} says. */
  static final Pattern SAID = Pattern.compile("\\[\\[(.*?)\\]\\]");

  private static final String NAME = "explain.html";

  private final Language language;
  private final Map<String, String> words;

  private PageHtml(Language language) {
    this.language = language;
    this.words = language == Language.ENGLISH ? Map.of() : Catalog.parse(text(own(language)));
  }

  /** Returns the page in a language. */
  public static PageHtml in(Language language) {
    return new PageHtml(language);
  }

  /**
   * Writes the page for logs that a reader gives it, as a part of the book: {@code explain.html},
   * in the folder of its language unless that is English.
   *
   * @param example a log to try it with
   * @param languages those of the book; the pages lead to each other
   * @throws IOException if the log cannot be read or a page not be written
   */
  public static void write(Path book, Path example, List<Language> languages) throws IOException {
    String log = new String(Files.readAllBytes(example), StandardCharsets.UTF_8);
    for (Language language : languages) {
      PageHtml page = in(language);
      Path target = book.resolve(folder(language) + NAME);
      Path part = target.resolveSibling("." + NAME + ".part");
      Files.createDirectories(target.resolveSibling(""));
      Files.writeString(
          part,
          page.head(page.links(languages)) + page.tail(element("example-log", JsonText.of(log))));
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Returns the page up to where reports stand, for readers whose browser runs no scripts. */
  public String head() {
    return head("");
  }

  private String head(String links) {
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
    return SAID.matcher(part("page.html"))
        .replaceAll(said -> Matcher.quoteReplacement(say(said.group(1))))
        .replace("{policy}", policy)
        .replace("{style}", style)
        .replace("{back}", links);
  }

  /** Links to the book and to the page in other languages, each in the words of its own. */
  private String links(List<Language> languages) {
    String up = language == Language.ENGLISH ? "" : "../";
    return languages.stream()
        .filter(other -> other != language)
        .map(PageHtml::in)
        .map(
            other ->
                " · <a href=\"%s\" lang=\"%s\">%s</a>"
                    .formatted(
                        up + folder(other.language) + NAME, other.say("en"), other.say("English")))
        .collect(
            Collectors.joining(
                "", "<p><a href=\"index.html\">" + say("The book") + "</a>", "</p>\n"));
  }

  private static String folder(Language language) {
    return language == Language.ENGLISH ? "" : language.tag() + "/";
  }

  private String say(String english) {
    return words.getOrDefault(english, english);
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
  public String tail() {
    return tail("");
  }

  private String tail(String example) {
    return "</div>\n</main>\n"
        + example
        + translations()
        + program("reader", part("reader.js"))
        + program("worker", part("worker.js"))
        + "<script>"
        + script()
        + "</script>\n</body>\n</html>\n";
  }

  private String translations() {
    if (language == Language.ENGLISH) {
      return "";
    }
    String library =
        text("/oomlab/words/report.%s.po".formatted(language.tag()))
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .collect(Collectors.joining("\n"));
    return element("words", JsonText.of(words))
        + element("catalog", JsonText.of(List.of(language.tag(), library)));
  }

  private static String element(String id, String json) {
    return "<script id=\"" + id + "\"" + inert(json);
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
    return text("/oomlab/page/" + name);
  }

  private static String own(Language language) {
    return "/oomlab/page/page." + language.tag() + ".po";
  }

  private static String text(String file) {
    try (InputStream in = PageHtml.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar: mvn package makes it");
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
