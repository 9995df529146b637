package oomlab.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.testing.Links;
import oomlab.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditionsTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path root;

  private Project project = new Project(Path.of(""));

  @BeforeEach
  void copyProject() throws IOException {
    project = new Project(root.toRealPath());
    Files.createDirectories(root.resolve("lib/workbook/src/main"));
    Files.createSymbolicLink(
        root.resolve("lib/workbook/src/main/python"),
        Path.of("lib/workbook/src/main/python").toAbsolutePath());
    write(
        "notebooks/01-a.ipynb",
        """
        {"cells": [{"cell_type": "markdown", "id": "t", "metadata": {}, "source": ["Text\\n", "two"]},
         {"cell_type": "code", "id": "c", "metadata": {}, "outputs": [], "source": ["int 一;"]}],
         "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        """);
  }

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(root);
  }

  @Test
  void everyCommittedTranslationFitsItsNotebook() throws BookException {
    assertThat(Editions.of(new Project(Path.of("").toAbsolutePath()), python()).problems())
        .isEmpty();
  }

  @Test
  void replacesTextAndLeavesCodeAsItIs() throws Exception {
    write("notebooks/zh/01-a.md", "<!-- cell t of 3955d674 -->\n# 文字\n\n二\n");
    assertThat(editions().write("zh")).isEmpty();
    String notebook = Files.readString(editions().folder("zh").resolve("01-a.ipynb"));
    assertThat(notebook).contains("\"# 文字\\n\"", "\"int 一;\"").doesNotContain("Text");
  }

  @Test
  void keepsANotebookThatTheReaderChanged() throws Exception {
    write("notebooks/zh/01-a.md", "<!-- cell t of 3955d674 -->\n一\n");
    assertThat(editions().write("zh")).isEmpty();
    Path notebook = editions().folder("zh").resolve("01-a.ipynb");
    write("notebooks/zh/01-a.md", "<!-- cell t of 3955d674 -->\n二\n");
    assertThat(editions().write("zh")).isEmpty();
    assertThat(notebook).content(UTF_8).contains("二");
    Files.writeString(notebook, Files.readString(notebook).replace("二", "mine"));
    assertThat(editions().write("zh")).isEmpty();
    write("notebooks/zh/01-a.md", "<!-- cell t of 3955d674 -->\n三\n");
    assertThat(editions().write("zh")).singleElement().asString().contains("holds your changes");
    assertThat(Words.in(Catalog.of(Language.CHINESE), this::written))
        .containsExactly("notebooks-zh/01-a.ipynb 里有你的修改，所以保持原样；不过它的来源已经有了更新的版本。");
    assertThat(notebook).content(UTF_8).contains("mine");
  }

  @Test
  void namesEveryKindOfMistakeInATranslation() throws Exception {
    write(
        "notebooks/zh/01-a.md",
        """
        lost
        <!-- cell t of 00000000 -->
        一
        <!-- cell t of 00000000 -->
        二
        <!-- cell u of 00000000 -->
        """);
    write("notebooks/zh/02-b.md", "");
    write("notebooks/zh/README.md", "how to");
    assertThat(editions().problems())
        .satisfiesExactly(
            told -> assertThat(told).contains("01-a.md, line 1"),
            told -> assertThat(told).contains("cell t twice"),
            told -> assertThat(told).contains("cell u, which the notebook does not have"),
            told -> assertThat(told).contains("changed since in cell t (of 3955d674)"),
            told -> assertThat(told).contains("02-b.md translates a notebook that is not there"));
  }

  /** JupyterLab finds no heading with Chinese words, but each cell by its id. */
  @Test
  void linksToHeadingsLeadToTheirCells() throws Exception {
    String cells =
        """
        {"cells": [{"cell_type": "markdown", "id": "t", "metadata": {},
          "source": ["# A\\n", "## Who asked?\\n", "[a](02-b.ipynb#The-end), [b](#Who-asked?)"]}],
         "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        """;
    write("notebooks/01-a.ipynb", cells);
    write("notebooks/02-b.ipynb", cells.replace("Who asked?", "The end"));
    write(
        "notebooks/zh/01-a.md",
        """
        <!-- cell t of 00000000 -->
        # 一
        ## 谁 (申请)？
        [一](02-b.ipynb#The-end)、[二](#Who-asked?)、[三](02-b.ipynb)、[四](#None)
        """);
    write("notebooks/zh/02-b.md", "<!-- cell t of 00000000 -->\n# 二\n## 结束\n");
    editions().write("zh");
    assertThat(Files.readString(editions().folder("zh").resolve("01-a.ipynb")))
        .contains("[一](02-b.ipynb#cell-id=t)", "[二](#cell-id=t)", "[三](02-b.ipynb)", "[四](#None)");
  }

  @Test
  void showsTheDrawingsOfTheLanguage() throws Exception {
    write("notebooks/pictures/a.svg", "<svg>one</svg>");
    write("notebooks/zh/01-a.md", "");
    Path drawing = editions().folder("zh").resolve("pictures/a.svg");
    editions().write("zh");
    assertThat(drawing).content(UTF_8).contains("one");
    write("notebooks/zh/pictures/a.svg", "<svg>一</svg>");
    editions().write("zh");
    assertThat(drawing).content(UTF_8).contains("一");
  }

  @Test
  void aGradedLabIsTranslatedAsAWhole() throws Exception {
    write(
        "notebooks/assignments/lab/lab.ipynb",
        """
        {"cells": [{"cell_type": "markdown", "id": "t", "metadata": {}, "source": ["Text\\n", "two"]},
         {"cell_type": "markdown", "id": "u", "metadata": {}, "source": "More"},
         {"cell_type": "markdown", "id": "q", "metadata": {"nbgrader": {"solution": true}},
          "source": "The answer"}],
         "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        """);
    write("notebooks/assignments/README.md", "how to");
    write("notebooks/zh/assignments/lab/lab.md", "<!-- cell t of 3955d674 -->\n一\n");
    assertThat(editions().problems())
        .singleElement()
        .asString()
        .startsWith("assignments/lab/lab.md lacks cell u (of ")
        .doesNotContain("q");
    write(
        "notebooks/zh/assignments/lab/lab.md",
        "<!-- cell t of 11111111 -->\n<!-- cell q of 00000000 -->");
    assertThat(editions().problems())
        .satisfiesExactly(
            told ->
                assertThat(told).contains("translates cell q, which the notebook does not have"),
            told -> assertThat(told).contains("changed since in cell t (of 3955d674)"),
            told -> assertThat(told).contains("lacks cell u"));
  }

  @Test
  void namesTheEditionsThatThereAre() throws Exception {
    write("notebooks/zh/01-a.md", "");
    Editions editions = editions();
    assertThatThrownBy(() -> editions.write("fr"))
        .isInstanceOf(BookException.class)
        .hasMessage("There is no edition in fr; there is zh.");
  }

  private Editions editions() {
    return Editions.of(project, python());
  }

  private static Path python() {
    Optional<Path> python = Programs.on(System.getenv()).find("python3");
    Needs.that(python.isPresent(), "no python3 on the PATH");
    return python.orElseThrow();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<String> written() {
    try {
      return editions().write("zh");
    } catch (BookException e) {
      throw new IllegalStateException(e);
    }
  }
}
