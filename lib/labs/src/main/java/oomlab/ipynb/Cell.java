package oomlab.ipynb;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A cell of a notebook, immutable; fields that nobody here knows stay with it. */
public final class Cell {
  private final ObjectNode node;
  private final Type type;
  private final Optional<NbgraderMetadata> nbgrader;

  /** What a cell holds. */
  public enum Type {
    /** Code, with outputs. */
    CODE,
    /** Text in Markdown. */
    MARKDOWN,
    /** Text that no one renders. */
    RAW;

    /** Returns nbformat's word for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Type> of(String word) {
      for (Type type : values()) {
        if (type.word().equals(word)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  /** Takes a node that was checked and that nobody else changes. */
  Cell(ObjectNode node, Type type, Optional<NbgraderMetadata> nbgrader) {
    this.node = node;
    this.type = type;
    this.nbgrader = nbgrader;
  }

  /** Returns a new cell without outputs, tags and nbgrader metadata. */
  public static Cell of(Type type, String id, String source) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("cell_type", type.word()).put("id", id).put("source", source);
    node.putObject("metadata");
    if (type == Type.CODE) {
      node.putArray("outputs");
      node.putNull("execution_count");
    }
    return new Cell(node, type, Optional.empty());
  }

  /** Returns what it holds. */
  public Type type() {
    return type;
  }

  /** Returns the text, lines joined, exactly as in the file. */
  public String source() {
    return node.path("source").stringValue();
  }

  /** Returns nbformat's cell id, empty in notebooks before nbformat 4.5. */
  public String id() {
    return node.path("id").asString("");
  }

  /** Returns the tags in their order. */
  public Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    node.path("metadata").path("tags").forEach(tag -> tags.add(tag.asString("")));
    return tags;
  }

  /** Returns nbgrader's metadata. */
  public Optional<NbgraderMetadata> nbgrader() {
    return nbgrader;
  }

  /** Returns nbgrader's grade_id, empty for a cell without. */
  public String gradeId() {
    return nbgrader.map(NbgraderMetadata::gradeId).orElse("");
  }

  /** Returns what the cell is for in an assignment. */
  public NbgraderMetadata.Kind kind() {
    return nbgrader.map(NbgraderMetadata::kind).orElse(NbgraderMetadata.Kind.NONE);
  }

  /** Returns copies of the outputs, texts joined; none for a cell that is no code. */
  public List<ObjectNode> outputs() {
    List<ObjectNode> outputs = new ArrayList<>();
    if (type == Type.CODE) {
      for (JsonNode output : node.path("outputs")) {
        outputs.add((ObjectNode) output.deepCopy());
      }
    }
    return outputs;
  }

  /** Returns a copy of the metadata. */
  public ObjectNode metadata() {
    return (ObjectNode) node.path("metadata").deepCopy();
  }

  /** Returns the cell with another text. */
  public Cell withSource(String source) {
    ObjectNode copy = node.deepCopy();
    copy.put("source", source);
    return new Cell(copy, type, nbgrader);
  }

  /** Returns the cell with this metadata, or with none; other fields of what it had stay. */
  public Cell withNbgrader(Optional<NbgraderMetadata> newNbgrader) {
    ObjectNode copy = node.deepCopy();
    ObjectNode metadata = (ObjectNode) copy.path("metadata");
    if (newNbgrader.isEmpty()) {
      metadata.remove("nbgrader");
    } else {
      newNbgrader
          .get()
          .write(
              metadata.path("nbgrader") instanceof ObjectNode old
                  ? old
                  : metadata.putObject("nbgrader"));
    }
    return new Cell(copy, type, newNbgrader);
  }

  /**
   * Returns the cell as another type: code gains empty outputs and loses attachments, other types
   * lose outputs, as nbformat wants.
   */
  public Cell withType(Type newType) {
    if (newType == type) {
      return this;
    }
    ObjectNode copy = node.deepCopy();
    copy.put("cell_type", newType.word());
    if (newType == Type.CODE) {
      copy.remove("attachments");
      copy.putArray("outputs");
      copy.putNull("execution_count");
    } else {
      copy.remove("outputs");
      copy.remove("execution_count");
    }
    return new Cell(copy, newType, nbgrader);
  }

  /**
   * Returns the code cell with these outputs, in nbformat's form with texts joined.
   *
   * @throws IllegalStateException if it is no code cell
   */
  public Cell withOutputs(List<ObjectNode> outputs, OptionalInt executionCount) {
    if (type != Type.CODE) {
      throw new IllegalStateException("a " + type.word() + " cell has no outputs");
    }
    ObjectNode copy = node.deepCopy();
    ArrayNode list = copy.putArray("outputs");
    outputs.forEach(output -> list.add(output.deepCopy()));
    if (executionCount.isPresent()) {
      copy.put("execution_count", executionCount.getAsInt());
    } else {
      copy.putNull("execution_count");
    }
    return new Cell(copy, type, nbgrader);
  }

  /** Returns the cell with the pictures that another one of Markdown has in it. */
  public Cell withAttachmentsOf(Cell other) {
    if (type == Type.CODE || !(other.node.path("attachments") instanceof ObjectNode attachments)) {
      return this;
    }
    ObjectNode copy = node.deepCopy();
    copy.set("attachments", attachments.deepCopy());
    return new Cell(copy, type, nbgrader);
  }

  /** Returns the pictures in a cell of Markdown: their media types, each with its Base64 text. */
  public List<Map.Entry<String, String>> attachments() {
    List<Map.Entry<String, String>> found = new ArrayList<>();
    for (JsonNode each : node.path("attachments")) {
      each.properties().forEach(e -> found.add(Map.entry(e.getKey(), e.getValue().asString(""))));
    }
    return found;
  }

  /** Returns the cell without tags. */
  public Cell withoutTags() {
    ObjectNode copy = node.deepCopy();
    ((ObjectNode) copy.path("metadata")).remove("tags");
    return new Cell(copy, type, nbgrader);
  }

  /**
   * Returns the cell with other metadata.
   *
   * @throws IllegalArgumentException if nbgrader's part of it has values of wrong types
   */
  public Cell withMetadata(ObjectNode metadata) {
    try {
      Optional<NbgraderMetadata> newNbgrader = NbgraderMetadata.read(metadata, "cell " + id());
      ObjectNode copy = node.deepCopy();
      copy.set("metadata", metadata.deepCopy());
      return new Cell(copy, type, newNbgrader);
    } catch (NotebookException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Returns a copy of all of it, texts joined. */
  ObjectNode json() {
    return node.deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cell cell && cell.node.equals(node);
  }

  @Override
  public int hashCode() {
    return node.hashCode();
  }

  @Override
  public String toString() {
    String name = gradeId().isEmpty() ? id() : gradeId();
    return "%s cell %s: %s".formatted(type.word(), name, source());
  }
}
