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
import oomlab.testing.Needs;
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
    PythonInstallation python = jupyter().get(PythonNeeds.BOOK);
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
    assertThat(jupyter().get(PythonNeeds.BOOK).versions()).isEqualTo("mine");
  }

  @Test
  void findsTheInterpreterOfAScriptThatPipWroteForALongPath() throws Exception {
    Path python = Files.createDirectories(folder.resolve("a tool/bin")).resolve("python3.12");
    Files.writeString(python, "");
    executable(python);
    Path script = folder.resolve("jupyter-lab");
    Files.writeString(script, "#!/bin/sh\n'''exec' \"" + python + "\" \"$0\" \"$@\"\n' '''\n");
    assertThat(Jupyter.interpreter(script)).contains(python);
    Files.writeString(script, "#!/usr/bin/env python3\n");
    assertThat(Jupyter.interpreter(script)).isEmpty();
  }

  @Test
  void takesNoOlderMajorVersionThanIsNeeded() throws Exception {
    assumePython();
    Files.writeString(folder.resolve("jupyterlab.py"), "__version__ = '3.6.8'\n");
    program("python3", "PYTHONPATH=" + folder + " exec /usr/bin/python3 \"$@\"");
    assertThat(jupyter().find(PythonNeeds.LAB)).isEmpty();
    Files.writeString(folder.resolve("jupyterlab.py"), "__version__ = '4.0.11+ds1'\n");
    assertThat(jupyter().find(PythonNeeds.LAB).orElseThrow().versions())
        .endsWith("jupyterlab 4.0.11+ds1");
  }

  @Test
  void believesAPythonThatListsThePackagesWithoutImportingThem() throws Exception {
    assumePython();
    for (String name : List.of("nbclient", "nbconvert")) {
      Path list = Files.createDirectories(folder.resolve(name + "-9.8.7.dist-info"));
      Files.writeString(
          list.resolve("METADATA"), "Metadata-Version: 2.1\nName: " + name + "\nVersion: 9.8.7\n");
      Files.writeString(folder.resolve(name + ".py"), "raise ImportError()\n");
    }
    program("python3", "PYTHONPATH=" + folder + " exec /usr/bin/python3 \"$@\"");
    assertThat(jupyter().listed(PythonNeeds.BOOK).orElseThrow().versions())
        .endsWith(", nbclient 9.8.7");
    assertThat(jupyter().find(PythonNeeds.BOOK)).isEmpty();
  }

  /** An interpreter that runs pip makes an environment whose interpreter runs pip, and knows it. */
  private String environment(String pip) {
    Path venv = folder.resolve(".oomlab/venv");
    String inside =
        "#!/bin/sh\nPATH=/usr/bin:/bin\ncase \"$*\" in\n\"-I -m pip\"*) "
            + pip
            + ";;\n*) test -f "
            + folder
            + "/installed && echo "
            + venv
            + " && echo there ;;\nesac\n";
    return "mkdir -p "
        + venv
        + "/bin; cat > "
        + venv
        + "/bin/python3 <<'E'\n"
        + inside
        + "E\nchmod +x "
        + venv
        + "/bin/python3";
  }

  private String installs() {
    return "echo \"$*\" >> "
        + folder
        + "/log; case \"$*\" in *install*) touch "
        + folder
        + "/installed ;; esac";
  }

  @Test
  void installsWithPipIntoTheProjectAndNamesItFirst() throws Exception {
    program(
        "python3",
        "case \"$*\" in \"-I -m venv --clear \"*) "
            + environment(installs())
            + "\n;; *) exit 1 ;; esac");
    PythonInstallation python = jupyter().get(PythonNeeds.LAB);
    assertThat(python.executable()).isEqualTo(folder.resolve(".oomlab/venv/bin/python3"));
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "Installing with pip into "
                + folder.resolve(".oomlab/venv")
                + ", and what they depend on: jupyterlab\n");
    assertThat(Files.readString(folder.resolve("log")))
        .endsWith("-I -m pip install -q --no-input --no-cache-dir --retries 2 jupyterlab\n");
  }

  @Test
  void doesWithoutEnsurepipWhereThereIsAnotherPip() throws Exception {
    program(
        "python3",
        "case \"$*\" in \"-I -m venv --clear --without-pip \"*) "
            + environment("exit 1")
            + "\n;; \"-m pip --python \"*) "
            + installs()
            + " ;; *) exit 1 ;; esac");
    assertThat(jupyter().get(PythonNeeds.LAB).versions()).isEqualTo("there");
    assertThat(Files.readString(folder.resolve("log")))
        .endsWith("/bin/python3 install -q --no-input --no-cache-dir --retries 2 jupyterlab\n");
  }

  @Test
  void doesWithUvAlone() throws Exception {
    program(
        "uv",
        "case \"$1\" in venv) " + environment("exit 1") + "\n;; pip) " + installs() + " ;; esac");
    assertThat(jupyter().get(PythonNeeds.JJAVA).versions()).isEqualTo("there");
    assertThat(Files.readString(folder.resolve("log")))
        .isEqualTo(
            "pip install -q --no-cache --python "
                + folder.resolve(".oomlab/venv/bin/python3")
                + " jjava\n");
  }

  @Test
  void makesAnEnvironmentAnewWhosePythonHasGone() throws Exception {
    Path bin = Files.createDirectories(folder.resolve(".oomlab/venv/bin"));
    Files.createSymbolicLink(bin.resolve("python3"), folder.resolve("gone"));
    program(
        "python3",
        "case \"$*\" in \"-I -m venv --clear \"*) rm "
            + bin
            + "/python3; "
            + environment(installs())
            + "\n;; *) exit 1 ;; esac");
    assertThat(jupyter().get(PythonNeeds.LAB).versions()).isEqualTo("there");
  }

  @Test
  void saysWhatPipEndedWith() throws Exception {
    program(
        "python3",
        "case \"$*\" in \"-I -m venv --clear \"*) "
            + environment("case \"$*\" in *install*) exit 23 ;; esac")
            + "\n;; *) exit 1 ;; esac");
    assertThatThrownBy(() -> jupyter().get(PythonNeeds.JJAVA))
        .isInstanceOf(BookException.class)
        .hasMessageContaining("(pip install ended with 23; no conda or mamba; no apt-get)");
  }

  private static void assumePython() {
    Needs.that(Files.isExecutable(Path.of("/usr/bin/python3")), "no /usr/bin/python3");
  }

  @Test
  void namesThePackagesBeforeAptInstallsThem() throws Exception {
    program("id", "echo 0");
    program("apt-cache", "exit 0");
    program("env", "shift 3; exec \"$@\"");
    program("python3", "test -f " + folder + "/installed || exit 1; echo /usr; echo there");
    program(
        "apt-get", "test -s " + folder + "/said || true; echo \"$@\" > " + folder + "/installed");
    assertThat(jupyter().get(PythonNeeds.BOOK).versions()).isEqualTo("there");
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
    jupyter().get(PythonNeeds.BOOK);
    assertThat(Files.readAllLines(folder.resolve("log"))).containsExactly("update", "install");
  }

  @Test
  void endsWithOneSentenceThatSaysWhatWasTried() throws Exception {
    program("id", "echo 1000");
    program("apt-get", "touch " + folder + "/touched");
    assertThatThrownBy(() -> jupyter().get(PythonNeeds.BOOK))
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
