package oomlab.lms;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import oomlab.lms.DeliveredFiles.DeliveredFile;

/**
 * Finds out which platform laid out a zip, and whose its files are. Besides the names of {@link
 * DeliveryName} these are read: nbgrader's {@code submitted/STUDENT/ASSIGNMENT/} and {@code
 * inbound/STUDENT+ASSIGNMENT+TIME+RANDOM/} ({@code nbgrader/exchange/default/submit.py}), a folder
 * for each student, and one student's own files. Folders around all of it do not matter.
 */
final class DownloadLayout {
  /** Canvas puts a number behind the name of what is handed in again: {@code lab-oom-1.ipynb}. */
  private static final Pattern AGAIN =
      Pattern.compile("(?<stem>.+?)(?:-(?<n>\\d{1,3})| \\((?<m>\\d{1,3})\\))(?<ending>\\.\\w+)");

  private static final Pattern INBOUND =
      Pattern.compile("(?<who>[^+]+)\\+(?<lab>[^+]+)\\+(?<time>\\d{4}-[^+]+)(?:\\+.*)?");

  private final String assignment;
  private final Set<String> known;

  DownloadLayout(String assignment) {
    this.assignment = assignment;
    this.known = Set.of(assignment + ".ipynb", assignment + ".zip", "runs.zip", "hand-in.zip");
  }

  /** A file, and the path on which it is looked for. */
  private record Placed(List<String> path, ClassZip.Member member) {}

  /**
   * What a zip holds.
   *
   * @param strangers top names that are of no student
   */
  record Read(List<DeliveredFiles> deliveries, List<String> strangers) {}

  /**
   * Sorts a zip's files by student.
   *
   * @param stem the zip's name without its ending: of whom it is if it holds one student's own
   *     files
   */
  Read read(ClassZip zip, String stem) {
    List<Placed> all = zip.members().stream().map(each -> new Placed(each.path(), each)).toList();
    while (wrapped(all)) {
      all = all.stream().map(each -> new Placed(rest(each.path()), each.member())).toList();
    }
    if (all.stream().anyMatch(each -> DeliveryName.moodle(top(each)).isPresent())) {
      return platform(zip, all, DeliveryName::moodle);
    }
    List<Placed> flat = all.stream().filter(each -> each.path().size() == 1).toList();
    long canvas = flat.stream().filter(each -> DeliveryName.canvas(top(each)).isPresent()).count();
    if (canvas > 0 && canvas * 2 >= flat.size()) {
      return platform(zip, all, name -> DeliveryName.canvas(name).filter(each -> flat(flat, name)));
    }
    boolean own = flat.stream().anyMatch(each -> top(each).equals(assignment + ".ipynb"));
    return own ? single(zip, stem, all) : folders(zip, all);
  }

  private static boolean flat(List<Placed> flat, String name) {
    return flat.stream().anyMatch(each -> top(each).equals(name));
  }

  private static String top(Placed placed) {
    return placed.path().get(0);
  }

  private static List<String> rest(List<String> path) {
    return path.subList(1, path.size());
  }

  /** Whether everything lies in one folder that is no student's. */
  private boolean wrapped(List<Placed> all) {
    if (all.isEmpty() || all.stream().map(DownloadLayout::top).distinct().count() > 1) {
      return false;
    }
    String top = top(all.get(0));
    boolean named = DeliveryName.moodle(top).isPresent() || INBOUND.matcher(top).matches();
    return !named
        && all.stream().allMatch(each -> each.path().size() > 1)
        && all.stream().map(Placed::path).allMatch(this::ofAClass);
  }

  private boolean ofAClass(List<String> path) {
    String second = path.get(1);
    return path.size() > 2
        ? !second.equals(assignment) && !second.equals("runs")
        : DeliveryName.of(second).isPresent();
  }

  private Read platform(
      ClassZip zip, List<Placed> all, Function<String, Optional<DeliveryName>> names) {
    Map<String, DeliveredFiles> found = new LinkedHashMap<>();
    List<String> strangers = new ArrayList<>();
    for (Placed each : all) {
      Optional<DeliveryName> name = names.apply(top(each));
      if (name.isEmpty()) {
        strangers.add(top(each));
        continue;
      }
      DeliveredFiles files =
          found.computeIfAbsent(
              name.get().submission() + "\n" + (name.get().file().isEmpty() ? top(each) : ""),
              key ->
                  new DeliveredFiles(
                      zip,
                      top(each),
                      name,
                      name.get().submission(),
                      Optional.empty(),
                      new ArrayList<>()));
      if (name.get().uploaded()) {
        files.files().add(file(name.get(), each));
      }
    }
    return new Read(List.copyOf(found.values()), strangers.stream().distinct().toList());
  }

  private DeliveredFile file(DeliveryName name, Placed placed) {
    List<String> path = new ArrayList<>();
    if (!name.file().isEmpty()) {
      path.add(name.file());
    }
    path.addAll(rest(placed.path()));
    int attempt = 1;
    Matcher again = AGAIN.matcher(path.get(0));
    if (path.size() == 1 && !known.contains(path.get(0)) && again.matches()) {
      String plain = again.group("stem") + again.group("ending");
      String number = again.group("n") == null ? again.group("m") : again.group("n");
      if (known.contains(plain)) {
        path.set(0, plain);
        attempt = Integer.parseInt(number) + 1;
      }
    }
    OptionalLong upload = name.upload();
    return new DeliveredFile(
        List.copyOf(path),
        attempt,
        upload.orElse(0),
        String.join("/", placed.path()),
        placed.member());
  }

  private Read single(ClassZip zip, String stem, List<Placed> all) {
    List<DeliveredFile> files = all.stream().map(each -> plain(each.path(), each)).toList();
    Optional<DeliveryName> name = DeliveryName.of(stem + ".zip");
    String submission = name.map(DeliveryName::submission).orElse(stem);
    return new Read(
        List.of(new DeliveredFiles(zip, stem, name, submission, Optional.empty(), files)),
        List.of());
  }

  private static DeliveredFile plain(List<String> path, Placed placed) {
    return new DeliveredFile(path, 1, 0, String.join("/", placed.path()), placed.member());
  }

  private Read folders(ClassZip zip, List<Placed> all) {
    List<String> strangers = new ArrayList<>();
    List<DeliveredFiles> found = new ArrayList<>();
    Map<String, List<Placed>> tops =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    DownloadLayout::top, LinkedHashMap::new, Collectors.toList()));
    tops.forEach(
        (top, placed) -> {
          if (placed.get(0).path().size() > 1) {
            found.add(folder(zip, top, placed));
          } else if (top.endsWith(".ipynb")) {
            String name = top.substring(0, top.length() - ".ipynb".length());
            DeliveredFile file = plain(List.of(assignment + ".ipynb"), placed.get(0));
            found.add(
                new DeliveredFiles(
                    zip, top, Optional.empty(), name, Optional.empty(), List.of(file)));
          } else {
            strangers.add(top);
          }
        });
    return new Read(found, strangers);
  }

  private static DeliveredFiles folder(ClassZip zip, String top, List<Placed> placed) {
    List<DeliveredFile> files =
        placed.stream().map(each -> plain(rest(each.path()), each)).toList();
    Matcher inbound = INBOUND.matcher(top);
    if (!inbound.matches()) {
      return new DeliveredFiles(zip, top, Optional.empty(), top, Optional.empty(), files);
    }
    Optional<Instant> time = Timestamps.parse(inbound.group("time"), ZoneOffset.UTC);
    return new DeliveredFiles(zip, top, Optional.empty(), inbound.group("who"), time, files);
  }
}
