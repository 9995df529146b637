package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelspecTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path data;

  @Test
  void searchesInJupytersOrder() {
    PythonInstallation python =
        new PythonInstallation(Path.of("/opt/p/bin/python3"), Path.of("/opt/p"), "");
    assertThat(
            Kernelspec.searchPath(
                Map.of("JUPYTER_PATH", "/a:/b", "HOME", "/home/u"), Optional.of(python)))
        .containsExactly(
            Path.of("/a"),
            Path.of("/b"),
            Path.of("/home/u/.local/share/jupyter"),
            Path.of("/opt/p/share/jupyter"),
            Path.of("/usr/local/share/jupyter"),
            Path.of("/usr/share/jupyter"));
  }

  @Test
  void doesWithoutAHome() {
    assertThat(Kernelspec.searchPath(Map.of(), Optional.empty()))
        .containsExactly(Path.of("/usr/local/share/jupyter"), Path.of("/usr/share/jupyter"));
  }

  @Test
  void firstOfTwoWithOneNameWins() throws IOException {
    install("one", "Java", "{\"argv\":[],\"display_name\":\"First\",\"language\":\"Java\"}");
    install("two", "java", "{\"argv\":[],\"display_name\":\"Second\",\"language\":\"java\"}");
    Kernelspec found = only(Kernelspec.list(List.of(data.resolve("one"), data.resolve("two"))));
    assertThat(found.displayName()).isEqualTo("First");
    assertThat(found.runsJava()).isTrue();
  }

  @Test
  void passesOverWhatIsNoKernelspec() throws IOException {
    install("one", "broken", "{");
    install("one", "list", "[]");
    Files.createDirectories(data.resolve("one/kernels/empty"));
    assertThat(Kernelspec.list(List.of(data.resolve("one"), data.resolve("missing")))).isEmpty();
  }

  @Test
  void kindIsThatOfTheJarThatItStarts() throws IOException {
    install(
        "one",
        "java",
        "{\"argv\":[\"java\",\"-jar\",\"/k/ijava-1.3.0.jar\"],\"language\":\"java\"}");
    assertThat(only(Kernelspec.list(List.of(data.resolve("one")))).kind()).contains("ijava");
    install("two", "java", "{\"argv\":[\"java\",\"-jar\",\"/k/jjava.jar\"],\"language\":\"java\"}");
    assertThat(only(Kernelspec.list(List.of(data.resolve("two")))).kind()).contains("jjava");
    install("three", "java", "{\"argv\":[\"rapaio\"],\"language\":\"java\"}");
    assertThat(only(Kernelspec.list(List.of(data.resolve("three")))).kind()).isEmpty();
  }

  @Test
  void copyKeepsEverythingAndMovesTheJvmsHome() throws Exception {
    install(
        "one",
        "java",
        "{\"argv\":[\"java\",\"-jar\",\"{resource_dir}/k.jar\",\"{connection_file}\"],"
            + "\"display_name\":\"Java\",\"language\":\"java\",\"env\":{\"A\":\"b\"}}");
    Kernelspec own = only(Kernelspec.list(List.of(data.resolve("one"))));
    Kernelspec copy = own.copy(data.resolve("copy/java"), "Java (own)", Path.of("/p/home"));
    assertThat(Files.readString(copy.folder().resolve("kernel.json")))
        .contains("\"java\", \"-Duser.home=/p/home\", \"-jar\"")
        .contains(own.folder() + "/k.jar")
        .contains("{connection_file}")
        .contains("\"display_name\" : \"Java (own)\"")
        .contains("\"A\" : \"b\"");
  }

  @Test
  void copyLeavesALauncherThatIsNoJvmAlone() throws Exception {
    install("one", "java", "{\"argv\":[\"python3\",\"x.py\"],\"language\":\"java\"}");
    Kernelspec own = only(Kernelspec.list(List.of(data.resolve("one"))));
    Kernelspec copy = own.copy(data.resolve("copy/java"), "Java (own)", Path.of("/p/home"));
    assertThat(Files.readString(copy.folder().resolve("kernel.json"))).doesNotContain("user.home");
  }

  private static Kernelspec only(Map<String, Kernelspec> kernels) {
    assertThat(kernels).containsOnlyKeys("java");
    return kernels.values().iterator().next();
  }

  private void install(String path, String name, String json) throws IOException {
    Path folder = Files.createDirectories(data.resolve(path).resolve("kernels").resolve(name));
    Files.writeString(folder.resolve("kernel.json"), json);
  }
}
