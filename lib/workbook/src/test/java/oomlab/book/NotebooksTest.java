package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebooksTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  @Test
  void listsNumberedNotebooksInOrder() throws IOException {
    for (String name :
        List.of("01-kill.ipynb", "00-check.ipynb", "notes.ipynb", "02-x.txt", "1-short.ipynb")) {
      Files.createFile(folder.resolve(name));
    }
    assertThat(Notebooks.in(folder).names()).containsExactly("00-check", "01-kill");
  }

  @Test
  void hasNoneWhereThereIsNoFolder() throws IOException {
    assertThat(Notebooks.in(folder.resolve("nope")).names()).isEmpty();
  }

  @Test
  void choosesByPrefixOrFileNameAndKeepsTheOrder() {
    Notebooks all = new Notebooks(List.of("00-check", "01-kill", "02-read"));
    assertThat(all.only(List.of("02", "notebooks/00-check.ipynb")).names())
        .containsExactly("00-check", "02-read");
    assertThat(all.only(List.of()).names()).isEqualTo(all.names());
  }

  @Test
  void namesWhatThereIsWhenAPrefixFitsNothing() {
    Notebooks all = new Notebooks(List.of("00-check", "01-kill"));
    assertThatThrownBy(() -> all.only(List.of("01", "7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--only 7")
        .hasMessageContaining("00-check, 01-kill");
  }
}
