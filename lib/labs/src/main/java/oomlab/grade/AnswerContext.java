package oomlab.grade;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import oomlab.grade.Output.Display;
import oomlab.grade.Output.Result;
import oomlab.grade.Output.Stream;
import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What whoever marks an answer sees beside it.
 *
 * @param asked the assignment's text before the answer, or the task itself
 * @param printed what the answer's cell printed
 * @param pictures what it drew
 */
public record AnswerContext(String asked, String printed, List<Picture> pictures) {
  static final AnswerContext NONE = new AnswerContext("", "", List.of());

  private static final int MOST_PICTURES = 8;
  private static final int MOST_CHARS = 8_000_000;
  private static final String PNG = "image/png";
  private static final String SVG = "image/svg+xml";

  /** Makes the list unmodifiable. */
  public AnswerContext {
    pictures = List.copyOf(pictures);
  }

  /**
   * A picture.
   *
   * @param type its media type
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Picture(String type, byte[] bytes) {}

  /** Finds what belongs to the answer in one of the cells of a notebook as it ran. */
  static AnswerContext of(List<Cell> cells, int number) {
    Cell cell = cells.get(number);
    List<Cell> shown = new ArrayList<>(List.of(cell));
    if (cell.kind() == Kind.TASK) {
      cells.stream()
          .skip(number + 1L)
          .takeWhile(each -> each.kind() == Kind.NONE)
          .forEach(shown::add);
    }
    StringBuilder printed = new StringBuilder();
    List<Picture> pictures = new ArrayList<>();
    for (Cell each : shown) {
      for (ObjectNode json : each.outputs()) {
        add(json, printed, pictures);
      }
    }
    return new AnswerContext(
        cell.kind() == Kind.TASK ? cell.source() : asked(cells, number),
        HtmlText.cut(printed.toString()),
        pictures);
  }

  /** Returns the Markdown between the answer and the cell of code or answer before it. */
  private static String asked(List<Cell> cells, int number) {
    List<String> texts = new ArrayList<>();
    for (int i = number - 1; i >= 0; i--) {
      Cell each = cells.get(i);
      boolean students = each.metadata().path("oomlab").path("student").asBoolean(false);
      if (each.type() != Cell.Type.MARKDOWN || students) {
        break;
      }
      texts.add(0, each.source());
    }
    return String.join("\n\n", texts);
  }

  private static void add(ObjectNode json, StringBuilder printed, List<Picture> pictures) {
    Output output;
    try {
      output = Output.fromJson(json);
    } catch (IllegalArgumentException none) {
      return;
    }
    if (output instanceof Stream stream) {
      printed.append(stream.text());
    } else if (output instanceof Display display) {
      shown(display.data(), printed, pictures);
    } else if (output instanceof Result result) {
      shown(result.data(), printed, pictures);
    } else if (output instanceof Output.Error error) {
      printed.append("%s: %s%n".formatted(error.ename(), error.evalue()));
    }
  }

  private static void shown(ObjectNode data, StringBuilder printed, List<Picture> pictures) {
    String png = text(data.path(PNG));
    String svg = text(data.path(SVG));
    if (pictures.size() < MOST_PICTURES && !png.isEmpty() && png.length() <= MOST_CHARS) {
      Optional<byte[]> bytes = png(png);
      if (bytes.isPresent()) {
        pictures.add(new Picture(PNG, bytes.get()));
        return;
      }
      printed.append("(a picture that cannot be read)\n");
    }
    if (pictures.size() < MOST_PICTURES && !svg.isEmpty() && svg.length() <= MOST_CHARS) {
      pictures.add(new Picture(SVG, svg.getBytes(StandardCharsets.UTF_8)));
      return;
    }
    String plain = text(data.path("text/plain"));
    printed.append(plain).append(plain.isEmpty() || plain.endsWith("\n") ? "" : "\n");
  }

  private static Optional<byte[]> png(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      boolean begins = bytes.length > 4 && bytes[0] == (byte) 0x89 && bytes[1] == 'P';
      return begins ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException broken) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode node) {
    if (!node.isArray()) {
      return node.asString("");
    }
    StringBuilder all = new StringBuilder();
    node.forEach(line -> all.append(line.asString("")));
    return all.toString();
  }
}
