package oomlab.handin;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.Run;
import oomlab.handin.Finding.Severity;

/**
 * Recognises the recorded runs that come with the book, from a list that is made of them; also
 * after an edit.
 */
final class BookRuns {
  /** Code of the finding that a run is one of the book's. */
  static final String RECORDED = "recorded";

  private static final String LIST = "book-runs.txt";
  private static final int SKETCH = 12;
  private static final List<Known> KNOWN = read();

  private BookRuns() {}

  /** What is kept of a run of the book: a few groups of each strand. */
  private record Known(String name, String digest, String identity, Map<Strand, int[]> sketches) {
    boolean isIn(Fingerprint print) {
      return identity.equals(identityHash(print))
          || sketches.entrySet().stream()
              .anyMatch(
                  e -> {
                    int common = Fingerprint.common(e.getValue(), print.strand(e.getKey()));
                    return common >= 4 && 4 * common >= e.getValue().length;
                  });
    }
  }

  /** Says that a run is one of the book's, as it is or edited; empty if it is somebody's own. */
  static Optional<Finding> finding(Run run) {
    Fingerprint print = Fingerprint.of(run);
    return known(print)
        .map(
            known ->
                known.digest().equals(print.digest().substring(0, 16))
                    ? new Finding(
                        RECORDED,
                        Severity.REMARK,
                        words(
                            "This is the book's recorded run \"%s\", not one of your own: it counts half.",
                            known.name()))
                    : new Finding(
                        "recorded-edited",
                        Severity.FAULT,
                        words(
                            "This is the book's recorded run \"%s\", edited: its samples give it away.",
                            known.name())));
  }

  /** Returns the name of the book's run that this is, edited or not. */
  static Optional<String> name(Fingerprint print) {
    return known(print).map(Known::name);
  }

  private static Optional<Known> known(Fingerprint print) {
    return KNOWN.stream().filter(known -> known.isIn(print)).findFirst();
  }

  /** Returns the line of the list for a run of the book. */
  static String line(String name, Run run) {
    Fingerprint print = Fingerprint.of(run);
    return Stream.concat(
            Stream.of(name, print.digest().substring(0, 16), identityHash(print)),
            Arrays.stream(Strand.values())
                .filter(strand -> strand != Strand.LOG)
                .map(
                    strand ->
                        Arrays.stream(print.strand(strand))
                            .limit(SKETCH)
                            .mapToObj(Integer::toHexString)
                            .collect(Collectors.joining(",", strand + "=", ""))))
        .collect(Collectors.joining(" "));
  }

  private static String identityHash(Fingerprint print) {
    return Integer.toHexString(print.identity().hashCode());
  }

  private static List<Known> read() {
    try (InputStream in = BookRuns.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException(LIST + " is not in the library");
      }
      List<Known> all = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] words = line.split(" ", -1);
        Map<Strand, int[]> sketches = new EnumMap<>(Strand.class);
        for (int i = 3; i < words.length; i++) {
          String[] pair = words[i].split("=", -1);
          sketches.put(Strand.valueOf(pair[0]), hashes(pair[1]));
        }
        all.add(new Known(words[0], words[1], words[2], sketches));
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] hashes(String list) {
    return Arrays.stream(list.split(",", -1))
        .filter(word -> !word.isEmpty())
        .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
        .toArray();
  }
}
