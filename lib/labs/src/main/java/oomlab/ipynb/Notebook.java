package oomlab.ipynb;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A notebook (nbformat 4), immutable; fields that nobody here knows stay with it. */
public final class Notebook {
  private final ObjectNode root;
  private final List<Cell> cells;

  /** Takes a root without its cells that nobody else changes. */
  Notebook(ObjectNode root, List<Cell> cells) {
    this.root = root;
    this.cells = cells;
  }

  /**
   * Reads a notebook file. Of a name that an object has twice the last value counts, as in Python.
   *
   * @throws NotebookException if it is not UTF-8, no JSON, no notebook of nbformat 4, or larger
   *     than the limits; the message is one sentence that says what and where
   */
  public static Notebook parse(byte[] utf8, NotebookLimits limits) throws NotebookException {
    return new NotebookReader(limits).read(utf8);
  }

  /** Returns the cells in their order. */
  public List<Cell> cells() {
    return cells;
  }

  /** Returns the notebook with other cells. */
  public Notebook withCells(List<Cell> newCells) {
    return new Notebook(root, List.copyOf(newCells));
  }

  /** Returns the kernelspec's language, such as {@code java}; empty if it says none. */
  public String language() {
    return root.path("metadata").path("kernelspec").path("language").asString("");
  }

  /** Returns a copy of the notebook's metadata. */
  public ObjectNode metadata() {
    return (ObjectNode) root.path("metadata").deepCopy();
  }

  /** Returns the notebook with other metadata. */
  public Notebook withMetadata(ObjectNode metadata) {
    ObjectNode copy = root.deepCopy();
    copy.set("metadata", metadata.deepCopy());
    return new Notebook(copy, cells);
  }

  /** Returns the file's bytes, as nbformat writes them. */
  public byte[] bytes() {
    ObjectNode copy = root.deepCopy();
    ArrayNode list = copy.putArray("cells");
    for (Cell cell : cells) {
      ObjectNode json = cell.json();
      MultiLine.split(json);
      list.add(json);
    }
    return NotebookWriter.write(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Notebook notebook
        && notebook.root.equals(root)
        && notebook.cells.equals(cells);
  }

  @Override
  public int hashCode() {
    return root.hashCode() * 31 + cells.hashCode();
  }

  @Override
  public String toString() {
    return "notebook of %d cells".formatted(cells.size());
  }
}
