package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BookTest {
  private static final Project PROJECT = new Project(Path.of("/p"));

  @Test
  void keepsJjavasJvmOutOfTheHomeFolderWhereItCanBeTold() {
    assertThat(Book.environment(PROJECT, Map.of("JJAVA_JVM_OPTS", "-Xmx1g")))
        .containsEntry("JJAVA_JVM_OPTS", "-Duser.home=/p/.oomlab/home -Xmx1g");
    assertThat(Book.environment(new Project(Path.of("/a project")), Map.of()))
        .doesNotContainKey("JJAVA_JVM_OPTS");
  }

  @Test
  void readsTheDriversLines() throws BookException {
    assertThat(Book.parse("{\"event\":\"cell\",\"notebook\":\"01-x\",\"cell\":7,\"cells\":31}"))
        .isEqualTo(new BookEvent.Cell("01-x", 7, 31));
    assertThat(Book.parse("{\"event\":\"page\",\"notebook\":\"01-x\",\"seconds\":2.5}"))
        .isEqualTo(new BookEvent.Page("01-x", 2.5, Optional.empty()));
  }

  @Test
  void readsWhichCellFailed() throws BookException {
    BookEvent event =
        Book.parse(
            "{\"event\":\"page\",\"notebook\":\"01-x\",\"seconds\":1,"
                + "\"failed\":{\"cell\":3,\"why\":\"no cgroup\"}}");
    assertThat(event)
        .isEqualTo(
            new BookEvent.Page(
                "01-x", 1, Optional.of(new BookEvent.Failure(OptionalInt.of(3), "no cgroup"))));
    assertThat(((BookEvent.Page) event).failure().orElseThrow()).hasToString("cell 3: no cgroup");
  }

  @Test
  void readsThatAKernelDidNotStart() throws BookException {
    BookEvent event =
        Book.parse("{\"event\":\"page\",\"notebook\":\"n\",\"failed\":{\"why\":\"w\"}}");
    assertThat(((BookEvent.Page) event).failure().orElseThrow().cell()).isEmpty();
  }

  @Test
  void refusesALineThatIsNoEvent() {
    assertThatThrownBy(() -> Book.parse("Traceback")).isInstanceOf(BookException.class);
    assertThatThrownBy(() -> Book.parse("{\"event\":\"x\"}")).isInstanceOf(BookException.class);
  }

  @Test
  void keepsJupytersFoldersInsideTheProject() {
    Map<String, String> all = Book.environment(PROJECT, Map.of("HOME", "/home/u", "PATH", "/bin"));
    assertThat(all)
        .extractingByKeys(
            "HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        .allSatisfy(folder -> assertThat(folder).startsWith("/p/.oomlab/"));
  }

  @Test
  void putsTheLibraryBeforeTheUsersOwnClassPath() {
    Map<String, String> all = Book.environment(PROJECT, Map.of("IJAVA_CLASSPATH", "/x.jar"));
    assertThat(all)
        .containsEntry("IJAVA_CLASSPATH", "/p/target/oomlab.jar:/x.jar")
        .containsEntry("JJAVA_CLASSPATH", "/p/target/oomlab.jar");
  }
}
