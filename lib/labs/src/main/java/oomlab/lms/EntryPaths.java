package oomlab.lms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names in one zip, as paths that cannot leave the folder they are unpacked to. */
final class EntryPaths {
  private static final int SHOWN = 100;
  private static final int ELEMENT = 255;
  private static final Set<String> JUNK =
      Set.of("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints");

  private final String zip;
  private final int depth;

  /** Whether a path is a folder. */
  private final Map<List<String>, Boolean> seen = new HashMap<>();

  EntryPaths(String zip, int depth) {
    this.zip = zip;
    this.depth = depth;
  }

  /** Returns a name for a message: without what a terminal would obey, and not too long. */
  static String shown(String name) {
    String plain = name.replaceAll("\\p{C}", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
  }

  /**
   * Takes the next name.
   *
   * @return the path of a file; empty for a folder, and for what a desktop has added
   * @throws LmsException if it leads out of the folder, or there are two files of the name
   */
  Optional<List<String>> add(String name, boolean folder) throws LmsException {
    String slashes = name.replace('\\', '/');
    if (slashes.startsWith("/") || slashes.matches("[A-Za-z]:.*") || slashes.contains("\0")) {
      throw outside(name);
    }
    List<String> path = new ArrayList<>();
    for (String element : slashes.split("/", -1)) {
      if (element.equals("..")) {
        throw outside(name);
      }
      if (!element.isEmpty() && !element.equals(".")) {
        path.add(element);
      }
    }
    if (path.size() > depth || path.stream().anyMatch(each -> each.length() > ELEMENT)) {
      throw new LmsException(
          "%s: \"%s\" has a name that is too long, or too many folders; take it out of the zip."
              .formatted(zip, shown(name)));
    }
    boolean junk = path.stream().anyMatch(e -> JUNK.contains(e) || e.startsWith("._"));
    if (path.isEmpty() || junk) {
      return Optional.empty();
    }
    place(List.copyOf(path), folder || slashes.endsWith("/"), name);
    return folder || slashes.endsWith("/") ? Optional.empty() : Optional.of(List.copyOf(path));
  }

  private void place(List<String> path, boolean folder, String name) throws LmsException {
    for (int i = 1; i <= path.size(); i++) {
      boolean isFolder = folder || i < path.size();
      Optional<Boolean> other = Optional.ofNullable(seen.put(path.subList(0, i), isFolder));
      if (other.isPresent() && !(isFolder && other.get())) {
        throw new LmsException(
            "%s has \"%s\" twice; take one out of the zip.".formatted(zip, shown(name)));
      }
    }
  }

  private LmsException outside(String name) {
    return new LmsException(
        "%s: \"%s\" leads out of the zip; take it out.".formatted(zip, shown(name)));
  }
}
