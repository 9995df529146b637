package oomlab.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where Debian's packages come from: the system's own sources of its distribution, or Debian's
 * archive on a system that is not Debian.
 *
 * <p>Guests are Debian's also on Ubuntu, whose own archive keeps Arm on other hosts and names
 * kernels differently; there apt verifies with the package {@code debian-archive-keyring}.
 */
final class AptSources {
  /** Where apt looks for the key of {@link #ELSEWHERE}, also on systems that are not Debian. */
  static final String KEYRING = "usr/share/keyrings/debian-archive-keyring.gpg";

  /** What is used where the system has no source of Debian itself. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "URIs", "http://deb.debian.org/debian",
          "Suites", "bookworm bookworm-updates",
          "Components", "main",
          "Signed-By", "/" + KEYRING);

  /** Where Debian has kernels that are newer than those of Debian 12. */
  private static final String NEWER = "bookworm-backports trixie trixie-updates trixie-backports";

  private static final Set<String> KEPT =
      Set.of(
          "uris",
          "suites",
          "components",
          "signed-by",
          "trusted",
          "check-valid-until",
          "valid-until-min",
          "valid-until-max",
          "check-date",
          "date-max-future",
          "allow-insecure",
          "allow-weak",
          "allow-downgrade-to-insecure",
          "by-hash",
          "snapshot");

  private AptSources() {}

  /** Whether the system is Debian, so that its own sources have the guests' packages. */
  static boolean isDebian(Path etc) {
    return osRelease(etc).getOrDefault("ID", "").equals("debian");
  }

  /**
   * Returns stanzas of a {@code .sources} file (man 5 sources.list) for one architecture.
   *
   * @param etc {@code /etc}, or what a test has instead
   * @param newer whether to add the suites that have newer kernels, of the same mirror
   */
  static String of(Path etc, String architecture, boolean newer) throws IOException {
    List<Map<String, String>> own = isDebian(etc) ? own(etc) : List.of();
    List<Map<String, String>> all = new ArrayList<>(own.isEmpty() ? List.of(ELSEWHERE) : own);
    if (newer) {
      // The archive that has updates is the one that has other suites; that of security has none.
      for (Map<String, String> entry : List.copyOf(all)) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.putAll(entry);
        if (!fields.getOrDefault("Suites", "").contains("security")) {
          fields.put("Suites", NEWER);
          all.add(fields);
        }
      }
    }
    return all.stream().map(entry -> stanza(entry, architecture)).collect(Collectors.joining("\n"));
  }

  private static List<Map<String, String>> own(Path etc) throws IOException {
    Set<String> suites = suites(osRelease(etc).getOrDefault("VERSION_CODENAME", "stable"));
    List<Map<String, String>> all = new ArrayList<>();
    for (Path file : files(etc)) {
      List<String> lines;
      try {
        lines = Files.readAllLines(file);
      } catch (IOException unreadable) {
        continue;
      }
      for (Map<String, String> entry :
          file.toString().endsWith(".sources") ? stanzas(lines) : oneLiners(lines)) {
        String wanted =
            words(entry.getOrDefault("suites", ""))
                .filter(suites::contains)
                .collect(Collectors.joining(" "));
        boolean distribution =
            words(entry.getOrDefault("types", "")).anyMatch("deb"::equals)
                && words(entry.getOrDefault("components", "")).anyMatch("main"::equals)
                && !entry
                    .getOrDefault("enabled", "yes")
                    .matches("(?i)no|false|0|off|without|disable");
        if (distribution && !wanted.isEmpty()) {
          Map<String, String> kept = new LinkedHashMap<>(entry);
          kept.put("suites", wanted);
          kept.put("components", "main");
          all.add(kept);
        }
      }
    }
    return all;
  }

  /** The release and what corrects it; backports would bring another kernel than the book's. */
  private static Set<String> suites(String codename) {
    Set<String> all = new LinkedHashSet<>();
    for (String name : List.of(codename, "stable", "oldstable", "testing")) {
      for (String suffix : List.of("", "-updates", "-security", "/updates")) {
        all.add(name + suffix);
      }
    }
    all.addAll(List.of("sid", "unstable"));
    return all;
  }

  private static List<Path> files(Path etc) throws IOException {
    List<Path> files = new ArrayList<>(List.of(etc.resolve("apt/sources.list")));
    Path more = etc.resolve("apt/sources.list.d");
    if (Files.isDirectory(more)) {
      try (Stream<Path> found = Files.list(more)) {
        found
            .filter(file -> file.toString().matches(".*\\.(sources|list)"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  /** Reads the deb822 form; a field's further lines, such as a key's, stay with it. */
  private static List<Map<String, String>> stanzas(List<String> lines) {
    List<Map<String, String>> all = new ArrayList<>();
    Map<String, String> now = new LinkedHashMap<>();
    String field = "";
    for (String line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        all.add(now);
        now = new LinkedHashMap<>();
      } else if (Character.isWhitespace(line.charAt(0))) {
        now.merge(field, line, (before, more) -> before + "\n" + more);
      } else if (colon > 0) {
        field = line.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
        now.put(field, line.substring(colon + 1).strip());
      }
    }
    return all;
  }

  /** Reads lines such as {@code deb [signed-by=/a/b.gpg] http://host/debian bookworm main}. */
  private static List<Map<String, String>> oneLiners(List<String> lines) {
    List<Map<String, String>> all = new ArrayList<>();
    for (String line : lines) {
      String text = line.replaceFirst("#.*", "").strip();
      Map<String, String> entry = new LinkedHashMap<>();
      int open = text.indexOf('[');
      int close = text.indexOf(']');
      if (open > 0 && close > open) {
        words(text.substring(open + 1, close))
            .map(option -> option.split("=", 2))
            .filter(option -> option.length == 2)
            .forEach(option -> entry.put(option[0], option[1].replace(',', ' ')));
        text = text.substring(0, open) + text.substring(close + 1);
      }
      List<String> parts = words(text).toList();
      if (parts.size() >= 4) {
        entry.put("types", parts.get(0));
        entry.put("uris", parts.get(1));
        entry.put("suites", parts.get(2));
        entry.put("components", String.join(" ", parts.subList(3, parts.size())));
        all.add(entry);
      }
    }
    return all;
  }

  private static String stanza(Map<String, String> entry, String architecture) {
    StringBuilder text = new StringBuilder("Types: deb\n");
    entry.forEach(
        (field, value) -> {
          if (KEPT.contains(field.toLowerCase(java.util.Locale.ROOT))) {
            text.append(field).append(": ").append(value).append('\n');
          }
        });
    // Only the list of packages: no translations, no contents, no pictures.
    return text.append("Architectures: ")
        .append(architecture)
        .append("\nTargets: Packages\n")
        .toString();
  }

  private static Map<String, String> osRelease(Path etc) {
    try (Stream<String> lines = Files.lines(etc.resolve("os-release"))) {
      return lines
          .map(line -> line.split("=", 2))
          .filter(pair -> pair.length == 2)
          .collect(
              Collectors.toMap(
                  pair -> pair[0], pair -> pair[1].replace("\"", ""), (first, second) -> first));
    } catch (IOException | java.io.UncheckedIOException unreadable) {
      return Map.of();
    }
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+", -1));
  }
}
