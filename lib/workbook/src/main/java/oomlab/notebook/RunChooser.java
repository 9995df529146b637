package oomlab.notebook;

import static oomlab.internal.text.Words.translated;
import static oomlab.internal.text.Words.words;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.ExperimentException.Interrupted;
import oomlab.Live;
import oomlab.Predictions.Prediction;
import oomlab.Run;
import oomlab.chart.Charts;
import oomlab.internal.cgroup.Place;
import oomlab.report.OomReport;
import tech.tablesaw.api.Table;

/**
 * Chooses where a run comes from, and says so: a memory cgroup of this machine, else a guest, else
 * the recorded runs.
 *
 * @param frontend where it is shown
 * @param dataFolders where recorded runs lie, best first
 * @param environment the process environment; {@code OOMLAB_RECORDED} asks for recorded runs
 * @param places where a memory cgroup might be made
 * @param guests whether virtual machines can be used
 * @param provoker makes a real run
 * @param sealer closes the reader's predictions when a run begins, and returns them
 * @param runsFolder keeps the last run of each name; empty where there is no notebook
 * @param told why recorded runs are shown, as far as this notebook has said so
 */
record RunChooser(
    Frontend frontend,
    List<Path> dataFolders,
    Map<String, String> environment,
    Supplier<List<Place>> places,
    GuestAvailability guests,
    Provoker provoker,
    Supplier<List<Prediction>> sealer,
    Optional<Path> runsFolder,
    Set<String> told) {

  /** Makes a real run, and tells a listener how it goes. */
  interface Provoker {
    Run provoke(Experiment experiment, Consumer<Live> listener);
  }

  /** Returns the same, which keeps its runs in this folder. */
  RunChooser keeping(Path folder) {
    return new RunChooser(
        frontend,
        dataFolders,
        environment,
        places,
        guests,
        provoker,
        sealer,
        Optional.of(folder),
        told);
  }

  Run run(Experiment experiment, String recordedName) {
    return run(experiment, recordedName, recordedName);
  }

  /** Makes a run that is kept under another name than the recorded one that may take its place. */
  Run run(Experiment experiment, String recordedName, String keptName) {
    if (recordedAsked()) {
      return replay(recordedName, words("OOMLAB_RECORDED is set"));
    }
    if (experiment.guest().isPresent()) {
      Optional<String> why = guests.refusal(experiment.guest().get().board(), this::say);
      return why.isPresent() ? replay(recordedName, why.get()) : live(experiment, keptName);
    }
    Optional<String> refusal = groupRefusal();
    if (refusal.isEmpty()) {
      return live(experiment, keptName);
    }
    String none = refusal.get();
    Optional<Experiment> substitute = GuestFallback.of(experiment);
    if (substitute.isEmpty()) {
      return replay(recordedName, none);
    }
    Optional<String> why = guests.refusal(GuestFallback.BOARD, this::say);
    if (why.isPresent()) {
      return replay(recordedName, words("%s; and %s", none, why.get()));
    }
    say(
        words(
            "No memory cgroup can be used on this machine (%s), so this is run in one inside a"
                + " virtual machine.",
            none));
    return live(substitute.get(), keptName);
  }

  /** Says why no memory cgroup can be made here; empty where one can. */
  private Optional<String> groupRefusal() {
    List<Place> tried = places.get();
    if (tried.stream().anyMatch(Place::usable)) {
      return Optional.empty();
    }
    return Optional.of(
        tried.stream()
            .reduce((a, b) -> b)
            .map(place -> Prose.clause(place.reason()))
            .orElseGet(() -> words("no memory cgroup was found")));
  }

  /**
   * Makes experiments again and again, a row for each run; where no memory cgroup can be used here,
   * the recorded table takes its place: a guest would need minutes.
   */
  Table repeat(int times, String recordedName, List<Experiment> experiments) {
    Optional<String> why =
        recordedAsked() ? Optional.of(words("OOMLAB_RECORDED is set")) : groupRefusal();
    boolean sealed = !sealer.get().isEmpty();
    if (why.isPresent()) {
      Table recorded = Table.read().csv(data(recordedName + ".csv").toFile());
      say(
          words(
              sealed
                  ? "These runs were recorded, %d in all. Nothing was provoked on this machine: %s."
                      + " Your predictions are sealed."
                  : "These runs were recorded, %d in all. Nothing was provoked on this machine: %s.",
              recorded.rowCount(),
              why.get()));
      return recorded;
    }
    return DetachedWork.call(
        () -> RepeatedRuns.of(experiments, times, e -> provoker.provoke(e, live -> {})),
        Thread::interrupt);
  }

  void say(String sentence) {
    frontend.display(MimeBundle.html(Html.strong(sentence), sentence));
  }

  private Run replay(String recordedName, String why) {
    Run run = predicted(recorded(recordedName), sealer.get());
    String where = words("This is a recorded run, %s.", RunView.where(run));
    if (told.add(why)) {
      say(words("%s Nothing was provoked on this machine: %s.", where, Prose.clause(why)));
    } else {
      frontend.display(MimeBundle.html(Html.note(where), where));
    }
    frontend.display(Views.of(Charts.rss(run)));
    return run;
  }

  private Run live(Experiment experiment, String name) {
    List<Prediction> predictions = sealer.get();
    LiveRunView view = LiveRunView.start(frontend, experiment, System::nanoTime);
    return DetachedWork.call(() -> live(experiment, name, predictions, view), view::cancel);
  }

  private Run live(
      Experiment experiment, String name, List<Prediction> predictions, LiveRunView view) {
    try {
      Run run = predicted(provoker.provoke(experiment, view), predictions);
      view.end(Views.of(Charts.rss(run)).with(kept(run, name)));
      return run;
    } catch (Interrupted e) {
      view.interrupted();
      throw e;
    } catch (RuntimeException e) {
      view.fail(words("The run did not come to its end: %s", e.getMessage()));
      throw e;
    }
  }

  private static Run predicted(Run run, List<Prediction> predictions) {
    return predictions.isEmpty() ? run : run.predicted(predictions);
  }

  private String kept(Run run, String name) {
    if (!saved(run, name)) {
      return "";
    }
    int answers = run.predictions().map(kept -> kept.answers().size()).orElse(0);
    if (answers == 0) {
      return words("Kept in runs/%s.", name);
    }
    return words(
        answers == 1
            ? "Kept in runs/%s, with the prediction that you made before it."
            : "Kept in runs/%s, with the %d predictions that you made before it.",
        name,
        answers);
  }

  private boolean saved(Run run, String name) {
    if (runsFolder.isEmpty()) {
      return false;
    }
    try {
      run.saveOver(runsFolder.get().resolve(name));
      return true;
    } catch (ExperimentException e) {
      // It cannot be kept there, or something else lies there: the notebook has it all the same.
      return false;
    }
  }

  boolean recordedAsked() {
    String value = environment.getOrDefault("OOMLAB_RECORDED", "");
    return !value.isEmpty() && !value.equals("0");
  }

  Run recorded(String name) {
    return Run.load(data(name));
  }

  OomReport recordedReport(Run run, String name) {
    String note =
        run.kernelLogGap()
            .map(
                gap ->
                    words(
                        "The kernel's log of this run could not be read (%s). The report shown is the"
                            + " one of the recorded run \"%s\".",
                        gap, name))
            .orElseGet(
                () ->
                    words(
                        "The kernel's log of this run could not be read. The report shown is the one"
                            + " of the recorded run \"%s\".",
                        name));
    frontend.display(MimeBundle.html(Html.strong(note), note));
    return recorded(name)
        .report()
        .orElseThrow(
            () ->
                new IllegalArgumentException(words("the recorded run \"%s\" has no report", name)));
  }

  /**
   * Finds a file or folder of the book's data.
   *
   * @throws IllegalArgumentException if it is nowhere; the message says where it was looked for
   */
  Path data(String name) {
    return dataFolders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    words(
                        "no \"%s\" in %s; make it with ./oomlab kill --save DIR, or start the"
                            + " notebook in its own folder",
                        name,
                        dataFolders.stream()
                            .map(Path::toString)
                            .reduce((a, b) -> words("%s or %s", a, b))
                            .orElse(""))));
  }

  /** Where data may lie: beside the notebook, or in the project that the library was built in. */
  static List<Path> dataFolders(Path workingDirectory, Optional<Path> library) {
    return Stream.concat(
            Stream.of(workingDirectory.resolve("data")),
            library.stream()
                .map(l -> l.toAbsolutePath().getParent())
                .flatMap(Stream::ofNullable)
                .map(target -> target.resolveSibling("notebooks").resolve("data")))
        .toList();
  }

  /** Says what machine this is and what an experiment will do here. */
  MimeBundle banner(Path root, List<String> deaths) {
    Map<String, String> facts = new LinkedHashMap<>(MachineFacts.read(root));
    facts.put(words("Java kernel"), translated(frontend.name()));
    facts.putAll(MachineFacts.rung(places.get(), guests, recordedAsked()));
    if (!deaths.isEmpty()) {
      facts.put(words("an earlier kernel"), Prose.sentences(deaths));
    }
    return Views.facts(facts);
  }
}
