package oomlab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Comments of an assignment that are used again: {@code comments.txt}, one a line. */
final class CommentList {
  private static final String FILE = "comments.txt";
  private static final int COMMENTS = 21;

  private final GradeStore store;

  CommentList(GradeStore store) {
    this.store = store;
  }

  /** Returns the first 21, for which there are keys. */
  List<String> read() throws IOException {
    Path file = store.dir().resolve(FILE);
    return Files.exists(file) ? clean(Files.readString(file).lines().toList()) : List.of();
  }

  /** Writes them in the place of the others; of a comment of several lines makes one. */
  List<String> write(List<String> comments) throws IOException {
    List<String> clean = clean(comments);
    store.write(FILE, String.join("\n", clean) + "\n");
    return clean;
  }

  private static List<String> clean(List<String> comments) {
    return comments.stream()
        .map(each -> each.replaceAll("\\s+", " ").strip())
        .filter(each -> !each.isEmpty())
        .distinct()
        .limit(COMMENTS)
        .toList();
  }
}
