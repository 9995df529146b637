package oomlab.ipynb;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a notebook file: strict about what everything here relies on, and about nothing else. */
final class NotebookReader {
  /** Some editors put it in front of a file. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /** What a learning platform sends to who is not logged in, or a notebook that was exported. */
  private static final Pattern WEB_PAGE = Pattern.compile("(?i)\\A\\s*+<(?:!doctype|html)");

  private static final Pattern CONFLICT = Pattern.compile("(?m)^<{7} ");

  private final NotebookLimits limits;

  NotebookReader(NotebookLimits limits) {
    this.limits = limits;
  }

  Notebook read(byte[] utf8) throws NotebookException {
    if (utf8.length > limits.bytes()) {
      throw new NotebookException(
          "the notebook has more than %,d bytes; clear outputs that are not needed, and save it"
              .formatted(limits.bytes()));
    }
    String text = text(utf8);
    if (text.isBlank()) {
      throw new NotebookException("the file is empty; save the notebook again");
    }
    if (!(tree(text) instanceof ObjectNode root)) {
      throw new NotebookException("the notebook's JSON is no object");
    }
    WholeCharacters.put(root);
    version(root);
    if (!(root.path("metadata") instanceof ObjectNode metadata)) {
      throw new NotebookException("the notebook has no metadata object");
    }
    // nbformat never stores these.
    metadata.remove(List.of("orig_nbformat", "orig_nbformat_minor", "signature"));
    JsonNode list = root.path("cells");
    if (!list.isArray()) {
      throw new NotebookException("the notebook has no list of cells");
    }
    if (list.size() > limits.cells()) {
      throw new NotebookException(
          "the notebook has %,d cells; at most %,d are read"
              .formatted(list.size(), limits.cells()));
    }
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : list) {
      cells.add(cell(cell, "cell " + (cells.size() + 1)));
    }
    root.remove("cells");
    return new Notebook(root, List.copyOf(cells));
  }

  private static String text(byte[] utf8) throws NotebookException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new NotebookException("the notebook is not UTF-8 text", e);
    }
  }

  private JsonNode tree(String text) throws NotebookException {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.depth())
            .maxTokenCount(limits.tokens())
            .maxStringLength(limits.bytes())
            .build();
    JsonMapper mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Python's json writes and reads NaN and Infinity, and outputs may hold them.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    try {
      return mapper.readTree(text);
    } catch (StreamConstraintsException e) {
      throw new NotebookException("the notebook's JSON is too large: " + reason(e), e);
    } catch (JacksonException e) {
      String what =
          WEB_PAGE.matcher(text).find()
              ? "the file is a web page, and no notebook"
              : CONFLICT.matcher(text).find()
                  ? "the notebook has git's marks of a conflict (<<<<<<<), so it is no JSON"
                  : "the notebook is no JSON";
      throw new NotebookException(what + ": " + reason(e), e);
    }
  }

  private static String reason(JacksonException e) {
    var at = e.getLocation();
    String where =
        at == null || at.getLineNr() < 1
            ? ""
            : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
    if (e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
      return where + "the file ends too early; save it and hand it in again";
    }
    // Names of the reader's own settings say nothing to a student.
    String what =
        e.getOriginalMessage()
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll(", from `[^`]*`| \\(start marker at .*| \\(JSON String, .*", "");
    return where + (what.length() > 200 ? what.substring(0, 200) + " ..." : what);
  }

  private static void version(ObjectNode root) throws NotebookException {
    JsonNode major = root.path("nbformat");
    if (!major.isInt()) {
      throw new NotebookException("the notebook does not say its format (nbformat)");
    }
    if (major.intValue() != 4) {
      throw new NotebookException(
          "the notebook has nbformat %d; only 4 is read, which Jupyter writes since 2015"
              .formatted(major.intValue()));
    }
    if (!root.path("nbformat_minor").isInt()) {
      throw new NotebookException("the notebook does not say its minor format (nbformat_minor)");
    }
  }

  private Cell cell(JsonNode json, String where) throws NotebookException {
    if (!(json instanceof ObjectNode cell)) {
      throw new NotebookException(where + " is " + PythonNumbers.typeOf(json) + ", not an object");
    }
    Optional<Cell.Type> type = Cell.Type.of(cell.path("cell_type").asString(""));
    if (type.isEmpty()) {
      throw new NotebookException(where + ": cell_type is not code, markdown or raw");
    }
    if (!(cell.path("metadata") instanceof ObjectNode metadata)) {
      throw new NotebookException(where + " has no metadata object");
    }
    metadata.remove("trusted");
    JsonNode id = cell.path("id");
    if (!id.isMissingNode() && !id.isString()) {
      throw new NotebookException(where + ": id is " + PythonNumbers.typeOf(id) + ", not text");
    }
    tags(metadata.path("tags"), where);
    if (type.get() == Cell.Type.CODE) {
      outputs(cell, where);
    }
    MultilineText.join(cell);
    source(cell.path("source"), where);
    return new Cell(cell, type.get(), NbgraderMetadata.read(metadata, where));
  }

  private static void tags(JsonNode tags, String where) throws NotebookException {
    boolean texts = tags.isMissingNode() || tags.isArray();
    for (JsonNode tag : tags) {
      texts &= tag.isString();
    }
    if (!texts) {
      throw new NotebookException(where + ": metadata.tags is no list of texts");
    }
  }

  private static void outputs(ObjectNode cell, String where) throws NotebookException {
    if (!cell.has("outputs")) {
      cell.putArray("outputs");
    }
    if (!cell.has("execution_count")) {
      cell.putNull("execution_count");
    }
    boolean objects = cell.path("outputs").isArray();
    for (JsonNode output : cell.path("outputs")) {
      objects &= output.isObject();
    }
    if (!objects) {
      throw new NotebookException(where + ": outputs is no list of objects");
    }
  }

  private void source(JsonNode source, String where) throws NotebookException {
    if (!source.isString()) {
      throw new NotebookException(where + ": source is neither text nor a list of lines");
    }
    String text = source.stringValue();
    if (text.length() > limits.sourceChars()) {
      throw new NotebookException(
          "%s has %,d characters; at most %,d are read"
              .formatted(where, text.length(), limits.sourceChars()));
    }
    if (text.indexOf('\0') >= 0) {
      throw new NotebookException(where + ": source has a NUL character");
    }
  }
}
