package oomlab.grade;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import javax.lang.model.SourceVersion;
import oomlab.ipynb.Cell;

/**
 * The tokens of an answer, without what a copy changes first. Of Java, names are one symbol,
 * numbers another, texts a third; comments, magics and white space are none. Of prose, words count
 * without capitals, all numbers are one symbol, and nothing else counts.
 */
final class AnswerTokens {
  private final String text;
  private final List<Token> tokens = new ArrayList<>();

  private AnswerTokens(String text) {
    this.text = text;
  }

  /** A token: what it counts as, and where it stands in the text. */
  record Token(String symbol, int from, int to) {}

  /** Returns the tokens of a cell's text: as Java of a code cell, as prose of others. */
  static List<Token> of(Cell.Type type, String text) {
    AnswerTokens all = new AnswerTokens(text);
    int at = 0;
    while (at < text.length()) {
      at = type == Cell.Type.CODE ? all.java(at) : all.prose(at);
    }
    return all.tokens;
  }

  private int prose(int at) {
    if (Character.isLetter(text.charAt(at))) {
      int end = end(at, Character::isLetter);
      return add(text.substring(at, end).toLowerCase(Locale.ROOT), at, end);
    }
    return Character.isDigit(text.charAt(at))
        ? add("0", at, end(at, c -> Character.isDigit(c) || c == '.' || c == ',' || c == '_'))
        : at + 1;
  }

  private int java(int at) {
    char c = text.charAt(at);
    if (Character.isWhitespace(c)) {
      return at + 1;
    }
    if (text.startsWith("//", at) || (c == '%' && beginsLine(at))) {
      return end(at, each -> each != '\n');
    }
    if (text.startsWith("/*", at)) {
      return after("*/", at + 2);
    }
    if (text.startsWith("\"\"\"", at)) {
      return add("\"", at, quoted("\"\"\"", at + 3));
    }
    if (c == '"' || c == '\'') {
      return add("\"", at, quoted(String.valueOf(c), at + 1));
    }
    boolean fraction = c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
    if (isDigit(c) || fraction) {
      return add("0", at, end(at, each -> Character.isJavaIdentifierPart(each) || each == '.'));
    }
    if (Character.isJavaIdentifierStart(c)) {
      int end = end(at, Character::isJavaIdentifierPart);
      return add(
          SourceVersion.isKeyword(text.substring(at, end)) ? text.substring(at, end) : "a",
          at,
          end);
    }
    return add(String.valueOf(c), at, at + 1);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private boolean beginsLine(int at) {
    int before = at - 1;
    while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
      before--;
    }
    return before < 0 || text.charAt(before) == '\n';
  }

  private int add(String symbol, int from, int to) {
    tokens.add(new Token(symbol, from, to));
    return to;
  }

  private int end(int from, IntPredicate belongs) {
    int at = from;
    while (at < text.length() && belongs.test(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int after(String what, int from) {
    int at = text.indexOf(what, from);
    return at < 0 ? text.length() : at + what.length();
  }

  private int quoted(String quote, int from) {
    for (int at = from; at < text.length(); at++) {
      if (text.startsWith(quote, at)) {
        return at + quote.length();
      }
      if (text.charAt(at) == '\\') {
        at++;
      } else if (quote.length() == 1 && text.charAt(at) == '\n') {
        return at;
      }
    }
    return text.length();
  }
}
