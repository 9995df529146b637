package oomlab.report;

import java.util.List;

/**
 * Finds out in one pass whether a text has any of some words in it: looks up the two letters at
 * every third place among those that the words begin with.
 */
final class WordSearch {
  private static final int SLOTS = 1 << 10;

  /** A word has a pair at three places before its fifth letter. */
  private static final int STEP = 3;

  private final List<String> words;
  private final int[] pairs = new int[SLOTS]; // a bit for each word that has the pair

  /** Takes at most 32 words of four letters or more. */
  WordSearch(List<String> words) {
    this.words = words;
    for (int word = 0; word < words.size(); word++) {
      for (int i = 0; i < STEP; i++) {
        pairs[slot(words.get(word), i)] |= 1 << word;
      }
    }
  }

  private static int slot(String text, int at) {
    return (text.charAt(at) * 37 + text.charAt(at + 1)) & (SLOTS - 1);
  }

  boolean anyIn(String text) {
    for (int at = 0; at < text.length() - 1; at += STEP) {
      for (int left = pairs[slot(text, at)]; left != 0; left &= left - 1) {
        String word = words.get(Integer.numberOfTrailingZeros(left));
        for (int start = Math.max(0, at - STEP + 1); start <= at; start++) {
          if (text.startsWith(word, start)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
