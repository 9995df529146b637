package oomlab.ipynb;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Puts the sign for an unknown character, U+FFFD, in the place of half a one (a lone surrogate),
 * which JSON can escape and a program print. It has no UTF-8: it could be neither hashed nor kept.
 */
final class WholeCharacters {
  private WholeCharacters() {}

  /**
   * Replaces them, in place.
   *
   * @throws NotebookException if there is one in a name
   */
  static void put(JsonNode node) throws NotebookException {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        if (!whole(name).equals(name)) {
          throw new NotebookException("the notebook has half a character in a name");
        }
        if (object.path(name).isString()) {
          object.put(name, whole(object.path(name).stringValue()));
        } else {
          put(object.path(name));
        }
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.path(i).isString()) {
          list.set(i, StringNode.valueOf(whole(list.path(i).stringValue())));
        } else {
          put(list.path(i));
        }
      }
    }
  }

  private static String whole(String text) {
    boolean halves = text.codePoints().anyMatch(WholeCharacters::half);
    return halves
        ? text.codePoints()
            .map(c -> half(c) ? 0xfffd : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }

  private static boolean half(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
