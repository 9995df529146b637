package oomlab.lms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files of one submission in one zip, before they are unpacked.
 *
 * @param label what the zip calls it, for a note if another one counts
 * @param name what the platform's name says; empty for a folder that no platform named
 * @param submission what to call it
 * @param time of the hand-in, if the name has it
 */
record DeliveredFiles(
    ClassZip zip,
    String label,
    Optional<DeliveryName> name,
    String submission,
    Optional<Instant> time,
    List<DeliveredFile> files) {
  /**
   * One of them.
   *
   * @param path below the submission's folder
   * @param attempt from 1
   * @param upload the platform's number of the file, or 0
   * @param original what the platform calls the file
   */
  record DeliveredFile(
      List<String> path, int attempt, long upload, String original, ClassZip.Member member) {
    String last() {
      return path.get(path.size() - 1);
    }
  }

  private static final Comparator<DeliveredFile> NEWER =
      Comparator.comparingInt(DeliveredFile::attempt).thenComparingLong(DeliveredFile::upload);

  /** Returns the time of the newest entry: of two downloads, the later one has a later one. */
  long downloaded() {
    return files.stream().mapToLong(each -> each.member().entry().getTime()).max().orElse(0);
  }

  /** Returns the highest number of an attempt. */
  int attempt() {
    return files.stream().mapToInt(DeliveredFile::attempt).max().orElse(1);
  }

  /** Returns, for each path, the newest file. */
  List<DeliveredFile> newest() {
    List<DeliveredFile> newest = new ArrayList<>();
    for (DeliveredFile each : files) {
      Optional<DeliveredFile> other =
          newest.stream().filter(one -> one.path().equals(each.path())).findFirst();
      if (other.isEmpty()) {
        newest.add(each);
      } else if (NEWER.compare(each, other.get()) > 0) {
        newest.set(newest.indexOf(other.get()), each);
      }
    }
    return newest;
  }

  /** Returns what the platform calls the files that are older than another of their name. */
  List<String> older() {
    List<DeliveredFile> newest = newest();
    return files.stream()
        .filter(each -> !newest.contains(each))
        .map(DeliveredFile::original)
        .toList();
  }
}
