package oomlab.grade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import oomlab.grade.AnswerTokens.Token;

/**
 * Fingerprints of a text: of all runs of {@link #RUN} tokens some, chosen so that two texts that
 * share {@code RUN + WINDOW - 1} tokens in a row share a fingerprint, wherever they stand. After
 * Schleimer, Wilkerson and Aiken, <i>Winnowing: Local Algorithms for Document Fingerprinting</i>,
 * SIGMOD 2003.
 */
final class Winnowing {
  /** How many tokens a fingerprint covers. */
  static final int RUN = 8;

  private static final int WINDOW = 4;

  private Winnowing() {}

  /**
   * A fingerprint.
   *
   * @param at the index of its first token
   */
  record Fingerprint(long hash, int at) {}

  /** Returns the hash of each run, in the order of their first tokens. */
  static long[] runs(List<Token> tokens) {
    int[] symbols = tokens.stream().mapToInt(token -> token.symbol().hashCode()).toArray();
    long[] hashes = new long[Math.max(0, symbols.length - RUN + 1)];
    for (int i = 0; i < hashes.length; i++) {
      long hash = 0;
      for (int j = i; j < i + RUN; j++) {
        hash = mixed(hash * 31 + symbols[j]);
      }
      hashes[i] = hash;
    }
    return hashes;
  }

  /** Spreads the bits, so that the smallest hash is no particular run (SplitMix64's function). */
  private static long mixed(long bits) {
    long x = bits + 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  /**
   * Returns the smallest hash of each window, the rightmost of equal ones, each once.
   *
   * @param without hashes that are not chosen
   */
  static List<Fingerprint> fingerprints(long[] all, Set<Long> without) {
    long[] runs =
        Arrays.stream(all).map(run -> without.contains(run) ? Long.MAX_VALUE : run).toArray();
    List<Fingerprint> chosen = new ArrayList<>();
    int last = -1;
    for (int end = Math.min(WINDOW, runs.length); end <= runs.length && end > 0; end++) {
      int least = Math.max(0, end - WINDOW);
      for (int i = least + 1; i < end; i++) {
        least = runs[i] <= runs[least] ? i : least;
      }
      if (least != last && runs[least] != Long.MAX_VALUE) {
        chosen.add(new Fingerprint(runs[least], least));
        last = least;
      }
    }
    return chosen;
  }
}
