package oomlab.grade;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.grade.Output.Display;
import oomlab.grade.Output.Result;
import oomlab.grade.Output.Stream;
import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata.Kind;
import org.jspecify.annotations.Nullable;
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

  /** Pictures of pixels, and how each begins. */
  private static final Map<String, byte[]> BEGINNINGS =
      Map.of(
          PNG,
          new byte[] {(byte) 0x89, 'P'},
          "image/jpeg",
          new byte[] {(byte) 0xff, (byte) 0xd8},
          "image/gif",
          new byte[] {'G', 'I', 'F'});

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
    shown.addAll(ManualAnswers.own(cells, number));
    StringBuilder printed = new StringBuilder();
    List<Picture> pictures = new ArrayList<>();
    for (Cell each : shown) {
      each.attachments().forEach(e -> picture(e.getKey(), e.getValue(), printed, pictures));
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
    if (picture(PNG, text(data.path(PNG)), printed, pictures)) {
      return;
    }
    String svg = text(data.path(SVG));
    if (pictures.size() < MOST_PICTURES && !svg.isEmpty() && svg.length() <= MOST_CHARS) {
      pictures.add(new Picture(SVG, svg.getBytes(StandardCharsets.UTF_8)));
      return;
    }
    String plain = text(data.path("text/plain"));
    printed.append(plain).append(plain.isEmpty() || plain.endsWith("\n") ? "" : "\n");
  }

  private static boolean picture(
      String type, String base64, StringBuilder printed, List<Picture> pictures) {
    byte @Nullable [] begin = BEGINNINGS.get(type);
    if (begin == null
        || pictures.size() >= MOST_PICTURES
        || base64.isEmpty()
        || base64.length() > MOST_CHARS) {
      return false;
    }
    Optional<byte[]> bytes = bytes(base64, begin);
    bytes.ifPresentOrElse(
        picture -> pictures.add(new Picture(type, picture)),
        () -> printed.append("(a picture that cannot be read)\n"));
    return bytes.isPresent();
  }

  private static Optional<byte[]> bytes(String base64, byte[] begin) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      boolean begins =
          bytes.length > 4 && Arrays.equals(bytes, 0, begin.length, begin, 0, begin.length);
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
