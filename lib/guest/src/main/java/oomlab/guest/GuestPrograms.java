package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oomlab.Guest.Board;

/**
 * The programs that run in a guest, in C: the victim and what watches it.
 *
 * @param sources the text of each file, by its name
 */
record GuestPrograms(Map<String, String> sources) {
  /** Keeps the order. */
  GuestPrograms {
    sources = Map.copyOf(sources);
  }

  /**
   * Reads the sources that travel with these classes.
   *
   * @throws IOException if the build lacks them
   */
  static GuestPrograms read() throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    for (String name : List.of("Makefile", "oom.c", "probe.c")) {
      try (InputStream in = GuestPrograms.class.getResourceAsStream("/oomlab/c/" + name)) {
        if (in == null) {
          throw new IOException(words("the build lacks oomlab/c/%s: build it again.", name));
        }
        sources.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return new GuestPrograms(sources);
  }

  /** Returns a name that is another one for other sources and for another compiler. */
  String name(Board board) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Platform.of(board).compiler().getBytes(StandardCharsets.UTF_8));
    sources.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            file ->
                all.writeBytes(
                    (file.getKey() + "\n" + file.getValue()).getBytes(StandardCharsets.UTF_8)));
    return "programs-" + Sha256Sums.of(all.toByteArray()).substring(0, 16);
  }

  /** Compiles them into a folder. */
  List<Path> make(HostPrograms tools, Board board, Path work, Path into)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(work.resolve("c"));
    for (Map.Entry<String, String> file : sources.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    HostPrograms.Ended ended =
        tools.run(folder, Map.of("CC", Platform.of(board).compiler()), List.of("make"));
    if (ended.full()) {
      throw new IOException(HostPrograms.FULL);
    }
    List<Path> made = List.of(folder.resolve("oom"), folder.resolve("probe"));
    if (ended.status() != 0 || !made.stream().allMatch(Files::isExecutable)) {
      throw new GuestException(
          words(
              "%s cannot compile the guest's programs (%s): see that the packages %s are installed whole.",
              Platform.of(board).compiler(),
              ended.reason(),
              String.join(words(", "), Platform.of(board).compilerPackages())));
    }
    List<Path> files = new ArrayList<>();
    for (Path file : made) {
      // make cannot be given a folder with a blank in its name.
      files.add(Files.move(file, into.resolve(file.getFileName())));
    }
    return files;
  }
}
