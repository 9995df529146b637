package oomlab.guest;

import static oomlab.internal.text.Words.words;

import java.nio.file.Path;
import java.util.Map;
import oomlab.Guard;

/** What makes systemd the first program of a guest, with the experiment as its only service. */
final class SystemdFiles {
  /** Who systemd listens to when it is asked which cgroups are to be watched. */
  private static final String USER = "systemd-oom";

  private static final String TARGET =
      """
      [Unit]
      DefaultDependencies=no
      Requires=oomlab.service
      """;

  // What the kernel kills in there must not end the rest of it.
  private static final String SERVICE =
      """
      [Unit]
      DefaultDependencies=no
      [Service]
      ExecStart=/oomlab/init
      OOMPolicy=continue
      TasksMax=infinity
      """;

  private static final String LOG =
      """
      [Service]
      StandardOutput=append:%1$s
      StandardError=append:%1$s
      Environment=SYSTEMD_LOG_TARGET=console SYSTEMD_LOG_COLOR=0
      """;

  private SystemdFiles() {}

  /** Adds its settings to a guest's files. */
  static void addTo(Initramfs files, Map<String, Path> guard) throws GuestException {
    String program =
        guard.keySet().stream()
            .filter(name -> name.endsWith("/systemd/systemd"))
            .findFirst()
            .orElseThrow(
                () -> new GuestException(words("the package systemd has no systemd in it.")));
    files.text("oomlab/systemd", "/" + program + "\n");
    files.text("etc/passwd", "root:x:0:0::/:/bin/sh\n" + USER + ":x:999:999::/:/bin/false\n");
    files.text("etc/group", "root:x:0:\n" + USER + ":x:999:\n");
    String units = "etc/systemd/system/";
    files.text(units + "default.target", TARGET);
    files.text(units + "oomlab.service", SERVICE);
    files.text(
        units + "systemd-oomd.service.d/log.conf",
        LOG.formatted(new GuardProgram(Guard.SYSTEMD_OOMD).log()));
  }
}
