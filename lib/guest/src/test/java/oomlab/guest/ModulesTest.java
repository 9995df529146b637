package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  private Path tree = Path.of("");

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeDebian debian;

  @BeforeEach
  void makeTree() throws IOException {
    debian = new FakeDebian(folder.resolve("machine"));
    tree = Files.createDirectories(folder.resolve("tree"));
  }

  @Test
  void loadsWhatIsNeededFirstAndNothingTwice() throws Exception {
    module("a.ko", "b,c");
    module("b.ko", "d");
    module("c.ko", "d");
    module("d.ko", "");
    assertThat(chain("a", "c").files().keySet()).containsExactly("d", "b", "c", "a");
  }

  @Test
  void survivesACircle() throws Exception {
    module("a.ko", "b");
    module("b.ko", "a");
    assertThat(chain("a").files().keySet()).containsExactly("b", "a");
  }

  @Test
  void namesWhatIsNeitherHereNorBuiltIn() throws Exception {
    module("a.ko", "gone,built-in");
    Files.writeString(tree.resolve("modules.builtin"), "kernel/x/built-in.ko\n");
    assertThat(chain("a", "more-gone").missing()).containsExactly("gone", "more_gone");
  }

  @Test
  void unpacksCompressedModules() throws Exception {
    debian.program("xz", "cp \"$4\" \"${4%.xz}\"");
    module("virtio-a.ko.xz", "b");
    module("b.ko", "");
    assertThat(chain("virtio_a").files().values())
        .containsExactly(tree.resolve("b.ko"), tree.resolve("virtio_a.ko"));
  }

  @Test
  void saysWhichProgramUnpacksThem() throws Exception {
    module("a.ko.xz", "");
    assertThatThrownBy(() -> chain("a"))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("install the package xz-utils");
  }

  private Modules.Chain chain(String... names) throws IOException, InterruptedException {
    return Modules.in(debian.tools(), tree).chain(List.of(names));
  }

  private void module(String file, String needs) throws IOException {
    // As in the section .modinfo: texts that end with a NUL, after other bytes.
    String text = "\u007fELF\0\0\u00ffalias=x\0depends=" + needs + "\0retpoline=Y\0";
    Files.write(tree.resolve(file), text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
