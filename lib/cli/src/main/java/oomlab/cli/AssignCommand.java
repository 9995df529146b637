package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.assign.AssignmentLint;
import oomlab.assign.LabTranslation;
import oomlab.assign.LintFinding;
import oomlab.assign.NbgraderConfig;
import oomlab.assign.NotebookFile;
import oomlab.assign.Release;
import oomlab.assign.ReleaseFolder;
import oomlab.assign.SourceFolder;
import oomlab.assign.ValueLint;
import oomlab.internal.text.Language;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code oomlab assign}: makes the student version of an assignment. */
@Command(
    name = "assign",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the student version of an assignment, as nbgrader generate_assignment does: without"
          + " solutions, hidden tests and mark schemes, with checksums and locked cells. Looks first"
          + " for what would go wrong.",
      "Exit status: 0 done, 1 the source has errors or it could not be written, 2 the arguments are"
          + " wrong."
    })
final class AssignCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SOURCE",
      description = "The source notebook, or the folder with it and with the files beside it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private Path source;

  @Option(names = "--out", paramLabel = "DIR", description = "Write the student version here.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--language",
      paramLabel = "TAG",
      description = {
        "Write it with its text in this language, such as zh; code stays as it is.",
        "The text of COURSE/labs/a.ipynb stands in COURSE/zh/labs/a.md."
      })
  private Optional<String> language = Optional.empty();

  @Option(names = "--lint", description = "Only say what would go wrong, and what is good to know.")
  private boolean lint;

  @Option(
      names = "--nbgrader-config",
      paramLabel = "FILE",
      description = "Write the settings that make nbgrader agree (nbgrader_config.py) into FILE.")
  private Optional<Path> config = Optional.empty();

  @Option(names = "--force", description = "Overwrite what is not a release of SOURCE, too.")
  private boolean force;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (out.isEmpty() && !lint && config.isEmpty()) {
      throw wrong("say where to with --out DIR, or ask for --lint alone");
    }
    if (out.isPresent() && lint) {
      throw wrong("--lint writes nothing; leave out --out or --lint");
    }
    SourceFolder folder;
    try {
      folder = SourceFolder.of(source);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ".", e);
    }
    if (config.filter(file -> Files.exists(file) && !force).isPresent()) {
      throw wrong(config.get() + " exists; --force overwrites it");
    }
    Map<Path, Notebook> notebooks = new LinkedHashMap<>();
    try {
      for (Path file : folder.notebooks()) {
        notebooks.put(file, NotebookFile.read(file));
      }
      if (!sound(notebooks)) {
        return 1;
      }
      if (language.isPresent() && !translate(notebooks, spoken(language.get()))) {
        return 1;
      }
      if (out.isPresent()) {
        release(folder, notebooks, new ReleaseFolder(out.get()));
      }
    } catch (NotebookException e) {
      return failed(e.getMessage());
    }
    if (config.isPresent()) {
      Files.writeString(
          config.get(),
          NbgraderConfig.text(),
          force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
      say("Wrote " + config.get() + ".");
    }
    return 0;
  }

  /** Prints what there is to say, and returns whether there is no error. */
  private boolean sound(Map<Path, Notebook> notebooks) {
    boolean sound = true;
    PrintWriter to = lint ? spec.commandLine().getOut() : spec.commandLine().getErr();
    for (Map.Entry<Path, Notebook> each : notebooks.entrySet()) {
      List<LintFinding> findings = new ArrayList<>(AssignmentLint.of(each.getValue()));
      if (findings.stream().noneMatch(one -> one.severity() == LintFinding.Severity.ERROR)) {
        findings.addAll(ValueLint.of(each.getValue()));
      }
      String file = notebooks.size() > 1 ? each.getKey().getFileName() + ": " : "";
      for (LintFinding finding : findings) {
        if (lint || finding.severity() != LintFinding.Severity.INFO) {
          to.println(file + finding);
        }
        sound &= finding.severity() != LintFinding.Severity.ERROR;
      }
    }
    to.flush();
    return sound;
  }

  private Language spoken(String tag) {
    return Language.named(tag)
        .orElseThrow(
            () ->
                wrong(
                    "--language %s: there is %s"
                        .formatted(
                            tag,
                            Stream.of(Language.values())
                                .map(Language::tag)
                                .collect(Collectors.joining(" and ")))));
  }

  /**
   * Puts the text in another language in; returns whether all of it is there and of this source.
   */
  private boolean translate(Map<Path, Notebook> notebooks, Language spoken) throws IOException {
    if (spoken == Language.ENGLISH) {
      return true;
    }
    boolean fits = true;
    for (Map.Entry<Path, Notebook> each : notebooks.entrySet()) {
      Optional<LabTranslation> translation = LabTranslation.find(each.getKey(), spoken);
      List<String> problems =
          translation.isEmpty()
              ? List.of("there is no text in the language " + spoken.tag())
              : translation.get().problems(each.getValue());
      for (String problem : problems) {
        int unused = failed(each.getKey().getFileName() + ": " + problem + ".");
        fits = false;
      }
      translation.ifPresent(t -> each.setValue(t.apply(each.getValue())));
    }
    return fits;
  }

  private void release(SourceFolder folder, Map<Path, Notebook> notebooks, ReleaseFolder target)
      throws IOException, NotebookException {
    Optional<String> refusal = target.refusal(folder);
    if (refusal.isPresent()) {
      throw wrong(refusal.get());
    }
    Map<Path, Notebook> students = new LinkedHashMap<>();
    for (Map.Entry<Path, Notebook> each : notebooks.entrySet()) {
      Optional<String> occupied = target.occupied(each.getKey(), each.getValue(), folder);
      if (occupied.isPresent() && !force) {
        throw wrong(occupied.get() + "; --force overwrites it");
      }
      students.put(each.getKey(), Release.student(each.getValue()));
    }
    target.copy(folder);
    for (Map.Entry<Path, Notebook> each : students.entrySet()) {
      say("Wrote " + target.write(each.getKey(), each.getValue()) + ".");
    }
    if (!folder.files().isEmpty()) {
      say("Copied %d files beside it.".formatted(folder.files().size()));
    }
  }

  private void say(String sentence) {
    spec.commandLine().getOut().println(sentence);
    spec.commandLine().getOut().flush();
  }

  private int failed(String why) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + why);
    return 1;
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why + ".");
  }
}
