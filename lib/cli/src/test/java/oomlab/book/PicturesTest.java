package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The drawings of the mechanism: each is read by whoever cannot see it, and fits into a page. */
class PicturesTest {
  private static final Path FOLDER = Path.of("notebooks/pictures");
  private static final Path CHINESE = Path.of("notebooks/zh/pictures");

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
    Element root = root(drawing);
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

  /** The Chinese edition's are the same drawings: only words, and the fonts for them, differ. */
  @ParameterizedTest
  @MethodSource("drawings")
  void isThereInChinese(Path drawing) throws Exception {
    Path other = CHINESE.resolve(drawing.getFileName());
    String svg = Files.readString(other);
    assertThat(shape(svg)).isEqualTo(shape(Files.readString(drawing)));
    assertThat(style(svg)).contains("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei");
    Element root = root(other);
    assertThat(root.getAttribute("xml:lang")).isEqualTo("zh-Hans");
    assertThat(words(root, "title")).containsPattern("\\p{IsHan}");
    assertThat(words(root, "desc")).containsPattern("\\p{IsHan}").hasSizeGreaterThan(60);
    assertThat(texts(root)).hasSameSizeAs(texts(root(drawing)));
    assertThat(texts(root)).noneMatch(text -> text.matches(".*[a-z]+ [a-z]+ [a-z]+.*"));
    assertThat(texts(root))
        .filteredOn(text -> text.matches(".*\\p{IsHan}.*"))
        .hasSizeGreaterThan(9);
  }

  @Test
  void noOtherDrawingIsThereInChinese() throws IOException {
    try (Stream<Path> files = Files.list(CHINESE)) {
      assertThat(files.map(Path::getFileName))
          .containsExactlyInAnyOrderElementsOf(drawings().stream().map(Path::getFileName).toList());
    }
  }

  private static Element root(Path drawing) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(drawing.toFile())
        .getDocumentElement();
  }

  private static List<String> texts(Element root) {
    NodeList found = root.getElementsByTagName("text");
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent())
        .toList();
  }

  /** Returns a drawing without its words and fonts. */
  private static String shape(String svg) {
    return svg.replaceAll("(<(text|title|desc)\\b[^>]*>)[^<]*", "$1")
        .replaceAll("font: [^;]*;", "")
        .replace(" xml:lang=\"zh-Hans\"", "");
  }

  private static String style(String svg) {
    return svg.substring(svg.indexOf("<style>"), svg.indexOf("</style>"));
  }

  private static String words(Element root, String tag) {
    assertThat(root.getElementsByTagName(tag).getLength()).as(tag).isEqualTo(1);
    return root.getElementsByTagName(tag).item(0).getTextContent().strip();
  }
}
