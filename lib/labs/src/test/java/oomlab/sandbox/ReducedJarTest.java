package oomlab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReducedJarTest {
  @TempDir private Path folder = Path.of("");

  private Path jar(String name, String classPath, String... entries) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    if (!classPath.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(file, manifest)) {
      for (String each : entries) {
        to.putNextEntry(new JarEntry(each));
        to.write(each.getBytes(StandardCharsets.UTF_8));
        to.closeEntry();
      }
    }
    return jar;
  }

  @Test
  void leavesOutPackagesAndTheJarThatHasThemByName() throws Exception {
    Path first = jar("first.jar", "second.jar", "a/A.class");
    Path second = jar("second.jar", "", "a/B.class", "b/C.class", "b/c/D.class");
    Path third = jar("third.jar", "", "a/E.class");
    List<Path> reduced =
        ReducedJar.without(
            List.of("b"),
            List.of(first, second, third),
            Files.createDirectory(folder.resolve("kept")));
    assertThat(reduced.get(2)).isEqualTo(third);
    assertThat(Files.getLastModifiedTime(reduced.get(0)))
        .isEqualTo(Files.getLastModifiedTime(first));
    try (JarFile one = new JarFile(reduced.get(0).toFile());
        JarFile two = new JarFile(reduced.get(1).toFile())) {
      assertThat(one.getManifest().getMainAttributes())
          .doesNotContainKey(Attributes.Name.CLASS_PATH)
          .containsEntry(Attributes.Name.MULTI_RELEASE, "true");
      assertThat(one.stream().map(JarEntry::getName))
          .containsExactly(JarFile.MANIFEST_NAME, "a/A.class");
      assertThat(two.stream().map(JarEntry::getName))
          .containsExactly(JarFile.MANIFEST_NAME, "a/B.class");
    }
  }
}
