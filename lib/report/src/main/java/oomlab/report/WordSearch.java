package oomlab.report;

import java.util.List;

/**
 * Finds out in one pass whether a text has any of some words in it: looks up the three letters at
 * every other place among those that the words begin with.
 */
final class WordSearch {
  private static final int SLOTS = 1 << 12;

  private final List<String> words;
  private final int[] beginnings = new int[SLOTS]; // a bit for each word that has the three letters

  /** Takes at most 32 words of four letters or more. */
  WordSearch(List<String> words) {
    this.words = words;
    for (int word = 0; word < words.size(); word++) {
      beginnings[slot(words.get(word), 0)] |= 1 << word;
      beginnings[slot(words.get(word), 1)] |= 1 << word;
    }
  }

  private static int slot(String text, int at) {
    return ((text.charAt(at) * 31 + text.charAt(at + 1)) * 31 + text.charAt(at + 2)) & (SLOTS - 1);
  }

  boolean anyIn(String text) {
    for (int at = 0; at < text.length() - 2; at += 2) {
      for (int left = beginnings[slot(text, at)]; left != 0; left &= left - 1) {
        String word = words.get(Integer.numberOfTrailingZeros(left));
        if (text.startsWith(word, at) || text.startsWith(word, at - 1)) {
          return true;
        }
      }
    }
    return false;
  }
}
