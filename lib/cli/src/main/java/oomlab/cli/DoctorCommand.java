package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import oomlab.Guest.Board;
import oomlab.book.BookException;
import oomlab.book.Jupyter;
import oomlab.book.Kernelspec;
import oomlab.book.Programs;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import oomlab.book.PythonNeeds;
import oomlab.cli.Doctor.Fact;
import oomlab.guest.GuestStore;
import oomlab.guest.Guests;
import oomlab.guest.RequiredPrograms;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.internal.klog.KernelLog;
import oomlab.internal.klog.LogAccess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./oomlab doctor}: what this machine lets the book do, and what to do about the rest. */
@Command(
    name = "doctor",
    description = "Says what this machine lets the book do, and how to get what is missing.",
    footer = {"", "Status: 0 if the book can be made at least from recorded runs, else 1."},
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin LanguageOption language = new LanguageOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws BookException, IOException {
    Path root = Path.of("/");
    Project project = Project.find();
    Map<String, String> given = new HashMap<>(System.getenv());
    // Python takes longest to answer: the rest is looked at meanwhile.
    CompletableFuture<Optional<PythonInstallation>> python =
        CompletableFuture.supplyAsync(
            () -> Jupyter.on(project, given, System.out).listed(PythonNeeds.BOOK));
    // What an experiment may do is seen only from where its command would go.
    SystemdScope.enter(spec.commandLine().getErr());
    Programs programs = Programs.on(given);
    boolean obtainable =
        programs.find("apt-get").isPresent()
            || programs.find("conda").isPresent()
            || programs.find("mamba").isPresent()
            || programs.find("python3").isPresent();
    List<Place> places = MemoryCgroups.places(root);
    LogAccess log = KernelLog.access(root);
    boolean guest = Guests.obstacle(Board.X86_64).isEmpty();
    List<Fact> guests =
        GuestFacts.of(
            RequiredPrograms.on(given),
            GuestStore.open(given, Path.of(System.getProperty("user.home"))),
            Path.of("/dev/kvm"));
    List<Fact> tools = new ArrayList<>(tools(given, programs, python.join(), obtainable));
    tools.addAll(guests);
    boolean jupyter = python.join().isPresent() || obtainable;
    Doctor doctor = Doctor.examine(root, new Doctor.Probes(places, log, tools, guest, jupyter));
    spec.commandLine().getOut().print(doctor.toPage());
    spec.commandLine().getOut().flush();
    return doctor.recordedRunsWork() ? 0 : 1;
  }

  private static List<Fact> tools(
      Map<String, String> given,
      Programs programs,
      Optional<PythonInstallation> python,
      boolean obtainable) {
    List<Fact> tools = new ArrayList<>();
    tools.add(
        Fact.of("JDK", words("%s in %s", Runtime.version(), System.getProperty("java.home"))));
    tools.add(
        programs
            .find("mvn")
            .map(path -> Fact.of("Maven", path.toString()))
            .orElse(new Fact("Maven", words("not found"), "sudo apt-get install maven")));
    tools.add(
        python
            .map(
                found ->
                    Fact.of("Jupyter", words("%s in %s", found.versions(), found.executable())))
            .orElse(
                new Fact(
                    "Jupyter",
                    words("no Python with nbclient and nbconvert"),
                    words(
                        obtainable
                            ? "./oomlab run installs it"
                            : "install Python 3 with nbclient and nbconvert"))));
    String kernels =
        Kernelspec.list(Kernelspec.searchPath(given, python)).values().stream()
            .filter(Kernelspec::runsJava)
            .map(kernel -> words("%s (%s)", kernel.name(), kernel.folder()))
            .collect(Collectors.joining(words(", ")));
    tools.add(
        Fact.of(
            words("Java kernels"),
            kernels.isEmpty()
                ? words("the built-in one; no other")
                : words("the built-in one; also %s", kernels)));
    return tools;
  }
}
