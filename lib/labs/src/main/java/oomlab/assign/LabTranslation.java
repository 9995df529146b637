package oomlab.assign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import oomlab.internal.text.Language;
import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of an assignment in another language: a file as the book's editions have them, for each
 * Markdown cell a line {@code <!-- cell ID of HASH -->} and the translated Markdown.
 *
 * <p>Code is never translated, and neither is an answer: what stands in its place for students is
 * nbgrader's own text, by which an untouched one is known.
 */
public final class LabTranslation {
  private static final Pattern MARKER =
      Pattern.compile("<!-- cell ([A-Za-z0-9_-]{1,64}) of ([0-9a-f]{8}) -->[ \\t]*");

  /** As {@code edition.py} has it: a line end between two Chinese characters is no space. */
  private static final Pattern UNWRAP =
      Pattern.compile(
          "(?<=[\\u3001-\\u303f\\u4e00-\\u9fff\\uff01-\\uff5e“”])\\n"
              + "(?=[\\u3001-\\u303f\\u4e00-\\u9fff\\uff01-\\uff5e“”])"
              + "|(?<=\\S)\\n(?=（)|(?<=[，。；：、）？])\\n(?=`)");

  /** How far above a notebook's folder a folder of translations is looked for. */
  private static final int FOLDERS = 3;

  private static final String LAB = "oomlab";
  private static final String LANGUAGE = "language";
  private static final String TITLE = "# ";

  private final Language language;
  private final Map<String, Text> texts = new LinkedHashMap<>();

  /** A cell's text, and the name of the English that it was made from. */
  private record Text(String of, String markdown) {}

  private LabTranslation(Language language, String file) {
    this.language = language;
    String id = "";
    String of = "";
    List<String> lines = new ArrayList<>();
    for (String line : (file + "\n<!-- cell end of 00000000 -->").lines().toList()) {
      Matcher marker = MARKER.matcher(line);
      if (!marker.matches()) {
        lines.add(line);
        continue;
      }
      if (!id.isEmpty()) {
        String text = String.join("\n", lines).strip();
        texts.put(id, new Text(of, UNWRAP.matcher(text).replaceAll("")));
      }
      id = marker.group(1);
      of = marker.group(2);
      lines.clear();
    }
  }

  /** Returns a translation that stands in a text. */
  public static LabTranslation parse(Language language, String file) {
    return new LabTranslation(language, file);
  }

  /**
   * Returns the translation of a notebook, if there is one: {@code COURSE/zh/labs/a.md} is that of
   * {@code COURSE/labs/a.ipynb}, whatever COURSE is.
   */
  public static Optional<LabTranslation> find(Path notebook, Language language) throws IOException {
    Path absolute = notebook.toAbsolutePath().normalize();
    int names = absolute.getNameCount();
    for (int i = 2; i <= FOLDERS + 1 && i < names; i++) {
      Path course = Path.of("/").resolve(absolute.subpath(0, names - i));
      String below = absolute.subpath(names - i, names).toString().replaceFirst("\\.ipynb$", ".md");
      Path file = course.resolve(language.tag()).resolve(below);
      if (Files.isRegularFile(file)) {
        return Optional.of(parse(language, Files.readString(file)));
      }
    }
    return Optional.empty();
  }

  /** Returns the language that a student version says it is in. */
  public static Optional<Language> language(Notebook notebook) {
    return Language.named(notebook.metadata().path(LAB).path(LANGUAGE).asString(""));
  }

  /** Returns the language of its text. */
  public Language language() {
    return language;
  }

  /** Returns the notebook with its text, which says what language it is in. */
  public Notebook apply(Notebook source) {
    List<Cell> cells = source.cells().stream().map(this::translated).toList();
    ObjectNode metadata = source.metadata();
    metadata.withObject("/" + LAB).put(LANGUAGE, language.tag());
    for (int i = 0; i < cells.size(); i++) {
      String title = TITLE + metadata.path("title").asString("");
      String line = cells.get(i).source().lines().findFirst().orElse("");
      if (source.cells().get(i).source().startsWith(title + "\n") && line.startsWith(TITLE)) {
        metadata.put("title", line.substring(TITLE.length()));
      }
    }
    return source.withCells(cells).withMetadata(metadata);
  }

  private Cell translated(Cell cell) {
    Text text = texts.get(cell.id());
    return text == null || !text(cell) ? cell : cell.withSource(text.markdown());
  }

  private static boolean text(Cell cell) {
    return cell.type() == Cell.Type.MARKDOWN && cell.kind() != Kind.MANUAL;
  }

  /** Returns what does not fit the source, in sentences for its author. */
  public List<String> problems(Notebook source) {
    List<String> told = new ArrayList<>();
    Map<String, String> english =
        source.cells().stream()
            .filter(LabTranslation::text)
            .collect(
                Collectors.toMap(
                    Cell::id, cell -> digest(cell.source()), (a, b) -> b, LinkedHashMap::new));
    english.forEach(
        (id, of) -> {
          Text text = texts.get(id);
          if (text == null) {
            told.add("cell %s (of %s) is not translated".formatted(id, of));
          } else if (!text.of().equals(of)) {
            told.add(
                "cell %s was translated from another English text; that of now is %s"
                    .formatted(id, of));
          }
        });
    texts.keySet().stream()
        .filter(id -> !english.containsKey(id))
        .forEach(id -> told.add("cell %s is no text of the notebook".formatted(id)));
    return told;
  }

  /** Returns the name of an English text, as {@code edition.py} makes it. */
  static String digest(String source) {
    String text =
        source.strip().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
