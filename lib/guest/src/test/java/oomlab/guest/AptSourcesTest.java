package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path etc;

  @BeforeEach
  void isDebian() throws IOException {
    write("os-release", "ID=debian\nVERSION_CODENAME=\"bookworm\"\n");
  }

  @Test
  void readsStanzas() throws Exception {
    write(
        "apt/sources.list.d/debian.sources",
        """
        Types: deb deb-src
        # a comment of the distribution
        URIs: http://mirror.example/debian
        Suites: bookworm bookworm-updates bookworm-backports
        Components: main contrib
        Architectures: amd64
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        Types: deb
        URIs: http://mirror.example/debian-security
        Suites: bookworm-security
        Components: main
        """);
    assertThat(AptSources.of(etc, "armhf", false))
        .isEqualTo(
            """
            Types: deb
            uris: http://mirror.example/debian
            suites: bookworm bookworm-updates
            components: main
            signed-by: /usr/share/keyrings/debian-archive-keyring.gpg
            Architectures: armhf
            Targets: Packages

            Types: deb
            uris: http://mirror.example/debian-security
            suites: bookworm-security
            components: main
            Architectures: armhf
            Targets: Packages
            """);
  }

  @Test
  void newerKernelsComeFromTheSameMirror() throws IOException {
    write("os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
    write(
        "apt/sources.list",
        """
        deb http://mirror.example/debian bookworm main
        deb http://mirror.example/debian-security bookworm-security main
        """);
    assertThat(AptSources.of(etc, "armhf", true).lines().filter(line -> line.contains("http")))
        .containsExactly(
            "uris: http://mirror.example/debian",
            "uris: http://mirror.example/debian-security",
            "uris: http://mirror.example/debian");
    assertThat(AptSources.of(etc, "armhf", true).lines().filter(line -> line.startsWith("suites")))
        .containsExactly(
            "suites: bookworm",
            "suites: bookworm-security",
            "suites: bookworm-backports trixie trixie-updates trixie-backports");
  }

  @Test
  void readsLines() throws Exception {
    write(
        "apt/sources.list",
        """
        # deb http://old.example/debian bookworm main
        deb [ arch=amd64,i386 signed-by=/a/b.gpg ] http://mirror.example/debian bookworm main # x
        deb-src http://mirror.example/debian bookworm main
        deb http://security.example bookworm/updates main
        """);
    assertThat(AptSources.of(etc, "armhf", false))
        .contains("uris: http://mirror.example/debian\n", "signed-by: /a/b.gpg\n")
        .contains("suites: bookworm/updates\n")
        .doesNotContain("arch:", "i386", "old.example", "deb-src");
  }

  @Test
  void keepsAKeyThatStandsInTheFile() throws Exception {
    write(
        "apt/sources.list.d/x.sources",
        """
        Types: deb
        URIs: http://mirror.example/debian
        Suites: stable
        Components: main
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         mQ==
        """);
    assertThat(AptSources.of(etc, "amd64", false))
        .contains("signed-by: \n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQ==\nArch");
  }

  @Test
  void leavesOthersOut() throws Exception {
    write("apt/sources.list", "deb http://mirror.example/debian bookworm main\n");
    write(
        "apt/sources.list.d/others.list",
        """
        deb https://download.example/linux/debian bookworm stable
        deb https://packages.example/apt cloud-sdk-bookworm main
        deb https://flat.example/ ./
        """);
    write(
        "apt/sources.list.d/off.sources",
        "Enabled: no\nTypes: deb\nURIs: http://off.example\nSuites: bookworm\nComponents: main\n");
    write("apt/sources.list.d/old.list.disabled", "deb http://no.example bookworm main\n");
    assertThat(AptSources.of(etc, "amd64", false).split("Types:", -1)).hasSize(2);
  }

  @Test
  void takesDebiansArchiveOnUbuntuAndWithoutSources() throws Exception {
    assertThat(AptSources.of(etc, "armhf", false)).contains("URIs: http://deb.debian.org/debian\n");
    write("apt/sources.list", "deb http://ubuntu.example/ubuntu noble main\n");
    write("os-release", "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n");
    assertThat(AptSources.of(etc, "armhf", false))
        .contains("URIs: http://deb.debian.org/debian\n", "debian-archive-keyring")
        .doesNotContain("ubuntu.example");
  }

  private void write(String file, String text) throws IOException {
    Path path = etc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
