package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Debian's and Ubuntu's package manager, as root or through sudo. */
public final class Apt {
  private final Programs programs;
  private final Consumer<String> says;

  private Apt(Programs programs, Consumer<String> says) {
    this.programs = programs;
    this.says = says;
  }

  /**
   * Returns the one of this machine.
   *
   * @param says gets the packages' names before they are installed
   */
  public static Apt on(Programs programs, Consumer<String> says) {
    return new Apt(programs, says);
  }

  /** Installs packages and what they depend on; returns why that did not work, if it did not. */
  public Optional<String> install(List<String> packages) {
    if (programs.find("apt-get").isEmpty()) {
      return Optional.of(words("no apt-get"));
    }
    List<String> root = new ArrayList<>();
    if (!"0".equals(programs.output(10, "id", "-u").orElse(""))) {
      boolean silent =
          programs.find("sudo").isPresent()
              && programs.output(10, "sudo", "-n", "true").isPresent();
      if (programs.find("sudo").isEmpty() || (!silent && !Boolean.getBoolean("oomlab.terminal"))) {
        return Optional.of(words("apt-get needs root, and sudo cannot be used here"));
      }
      root.add("sudo");
    }
    // apt's own helpers run as another user, who may not enter the project's temp folder.
    root.addAll(List.of("env", "-u", "TMPDIR", "DEBIAN_FRONTEND=noninteractive", "apt-get"));
    says.accept(
        words("Installing with apt-get, and what they depend on: %s", String.join(" ", packages)));
    List<String> install = new ArrayList<>(root);
    install.addAll(List.of("install", "-y", "-q", "--no-install-recommends"));
    install.addAll(packages);
    List<String> update = new ArrayList<>(root);
    update.addAll(List.of("update", "-q"));
    // Lists that are missing or old name files that are not there any more: then update and retry.
    if (!known(packages) || programs.run(install, Map.of()) != 0) {
      programs.run(update, Map.of());
      int status = programs.run(install, Map.of());
      if (status != 0) {
        return Optional.of(words("apt-get install ended with %d", status));
      }
    }
    return Optional.empty();
  }

  private boolean known(List<String> packages) {
    return packages.stream()
        .allMatch(name -> programs.output(60, "apt-cache", "show", name).isPresent());
  }
}
