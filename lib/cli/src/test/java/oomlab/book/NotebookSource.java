package oomlab.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A notebook as its file has it. */
record NotebookSource(Path file, String text, JsonNode root, List<Cell> cells) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern NAMED = Pattern.compile("\\b(?:id|name)=\"([^\"]+)\"");

  /** A cell; its place in the file is said as people count, from 1. */
  record Cell(int number, String type, String id, String source, JsonNode node) {
    boolean code() {
      return type.equals("code");
    }

    List<String> lines() {
      return source.lines().toList();
    }
  }

  static List<NotebookSource> all(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".ipynb"))
          .filter(file -> !file.toString().contains(".ipynb_checkpoints"))
          .sorted()
          .map(NotebookSource::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NotebookSource read(Path file) {
    try {
      return of(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NotebookSource of(Path file, String text) {
    JsonNode root = JSON.readTree(text);
    List<Cell> cells = new ArrayList<>();
    for (JsonNode node : root.path("cells")) {
      StringBuilder source = new StringBuilder();
      for (JsonNode line : node.path("source")) {
        source.append(line.asString(""));
      }
      cells.add(
          new Cell(
              cells.size() + 1,
              node.path("cell_type").asString(""),
              node.path("id").asString(""),
              source.toString(),
              node));
    }
    return new NotebookSource(file, text, root, List.copyOf(cells));
  }

  List<Cell> code() {
    return cells.stream().filter(Cell::code).toList();
  }

  List<Cell> prose() {
    return cells.stream().filter(cell -> !cell.code()).toList();
  }

  /** What a link to a place in it may end with: its headings as nbconvert names them, and ids. */
  Set<String> anchors() {
    return prose().stream()
        .flatMap(
            cell ->
                Stream.concat(
                    HEADING.matcher(cell.source()).results().map(NotebookSource::anchor),
                    NAMED.matcher(cell.source()).results().map(m -> m.group(1))))
        .collect(Collectors.toSet());
  }

  private static String anchor(MatchResult heading) {
    return heading.group(1).replaceAll("[`*]", "").replace(' ', '-');
  }

  Optional<Cell> firstCode() {
    return code().stream().findFirst();
  }
}
