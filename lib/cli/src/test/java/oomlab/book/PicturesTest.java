package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** The drawings of the mechanism: each is read by whoever cannot see it, and fits into a page. */
class PicturesTest {
  private static final Path FOLDER = Path.of("notebooks/pictures");

  static List<Path> drawings() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @Test
  void allOfThemAreHere() throws IOException {
    assertThat(drawings())
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "chapters-by-concept.svg",
            "groups-and-charges.svg",
            "one-kill-in-time.svg",
            "touch-to-kill.svg",
            "who-can-kill.svg",
            "zone-watermarks.svg");
  }

  @ParameterizedTest
  @MethodSource("drawings")
  void saysWhatItShows(Path drawing) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(drawing.toFile())
            .getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(words(root, "title")).hasSizeBetween(20, 100);
    assertThat(words(root, "desc")).hasSizeGreaterThan(100);
    String[] box = root.getAttribute("viewBox").split(" ", -1);
    assertThat(root.getAttribute("width")).isEqualTo(box[2]);
    assertThat(root.getAttribute("height")).isEqualTo(box[3]);
  }

  /** Two drawings stand in one page, and take its colours there. */
  @ParameterizedTest
  @MethodSource("drawings")
  void sharesItsStyleAndHasNoIds(Path drawing) throws IOException {
    String svg = Files.readString(drawing);
    assertThat(style(svg))
        .isEqualTo(style(Files.readString(drawings().get(0))))
        .contains("prefers-color-scheme: dark");
    assertThat(svg.replace(style(svg), ""))
        .contains("class=\"drawn\"")
        .doesNotContain(" id=", "url(", "<script", "href", "#");
  }

  private static String style(String svg) {
    return svg.substring(svg.indexOf("<style>"), svg.indexOf("</style>"));
  }

  private static String words(Element root, String tag) {
    assertThat(root.getElementsByTagName(tag).getLength()).as(tag).isEqualTo(1);
    return root.getElementsByTagName(tag).item(0).getTextContent().strip();
  }
}
