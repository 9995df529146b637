package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs on a PATH of its own: nothing of the machine is asked, and nothing is installed. */
class JupyterTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  private Path bin;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void makePath() throws IOException {
    bin = Files.createDirectories(folder.resolve("bin"));
  }

  @Test
  void takesThePythonThatHasTheModules() throws Exception {
    program("python3", "echo /opt/p; echo 'Python 3.11.2, nbclient 0.7.2'");
    Python python = jupyter().get(Need.BOOK);
    assertThat(python.executable()).isEqualTo(bin.resolve("python3"));
    assertThat(python.prefix()).isEqualTo(Path.of("/opt/p"));
    assertThat(python.versions()).isEqualTo("Python 3.11.2, nbclient 0.7.2");
    assertThat(said.size()).isZero();
  }

  @Test
  void prefersTheInterpreterOfTheJupyterCommand() throws Exception {
    program("mine", "echo /mine; echo mine");
    program("python3", "echo /other; echo other");
    Files.writeString(bin.resolve("jupyter"), "#!" + bin.resolve("mine-python") + " -s\n");
    Files.move(bin.resolve("mine"), bin.resolve("mine-python"));
    executable(bin.resolve("jupyter"));
    assertThat(jupyter().get(Need.BOOK).versions()).isEqualTo("mine");
  }

  @Test
  void namesThePackagesBeforeAptInstallsThem() throws Exception {
    program("id", "echo 0");
    program("apt-cache", "exit 0");
    program("env", "shift 3; exec \"$@\"");
    program("python3", "test -f " + folder + "/installed || exit 1; echo /usr; echo there");
    program(
        "apt-get", "test -s " + folder + "/said || true; echo \"$@\" > " + folder + "/installed");
    assertThat(jupyter().get(Need.BOOK).versions()).isEqualTo("there");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("apt-get")
        .contains("python3-nbclient python3-nbconvert");
    assertThat(Files.readString(folder.resolve("installed")).strip())
        .isEqualTo("install -y -q --no-install-recommends python3-nbclient python3-nbconvert");
  }

  @Test
  void readsThePackageListsAgainWhenAPackageIsUnknown() throws Exception {
    program("id", "echo 0");
    program("apt-cache", "exit 100");
    program("env", "shift 3; exec \"$@\"");
    program("python3", "test -f " + folder + "/installed || exit 1; echo /usr; echo there");
    program(
        "apt-get",
        "echo \"$1\" >> " + folder + "/log; test $1 = install && touch " + folder + "/installed");
    jupyter().get(Need.BOOK);
    assertThat(Files.readAllLines(folder.resolve("log"))).containsExactly("update", "install");
  }

  @Test
  void endsWithOneSentenceThatSaysWhatWasTried() throws Exception {
    program("id", "echo 1000");
    program("apt-get", "touch " + folder + "/touched");
    assertThatThrownBy(() -> jupyter().get(Need.BOOK))
        .isInstanceOf(BookException.class)
        .hasMessageContaining("apt-get needs root")
        .hasMessageContaining("no conda or mamba")
        .hasMessageContaining("no python3")
        .hasMessageContaining("sudo apt-get install python3-nbclient python3-nbconvert");
    assertThat(folder.resolve("touched")).doesNotExist();
  }

  private Jupyter jupyter() {
    return new Jupyter(
        new Project(folder),
        Programs.on(Map.of("PATH", bin.toString())),
        List.of(),
        new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private void program(String name, String body) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\nPATH=" + bin + ":/usr/bin:/bin\n" + body + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
