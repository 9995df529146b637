package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** axe-core, out of its jar. */
public final class AxeScript {
  private static final String AXE = "META-INF/resources/webjars/axe-core/%s/axe.min.js";
  private static final String POM = "META-INF/maven/org.webjars.npm/axe-core/pom.properties";

  private AxeScript() {}

  /** Writes a copy of the script into a folder. */
  public static Path in(Path folder) throws IOException {
    Properties pom = new Properties();
    try (InputStream in = AxeScript.class.getClassLoader().getResourceAsStream(POM)) {
      pom.load(in);
    }
    String name = AXE.formatted(pom.getProperty("version"));
    try (InputStream in = AxeScript.class.getClassLoader().getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return Files.write(folder.resolve("axe.min.js"), in.readAllBytes());
    }
  }
}
