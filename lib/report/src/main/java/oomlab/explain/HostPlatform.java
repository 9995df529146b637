package oomlab.explain;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport;

/**
 * Whose kernel it was and on what machine, as far as release and hardware line say: distributions
 * put their name into the release, hypervisors and clouds theirs into the firmware.
 */
final class HostPlatform {
  /**
   * What a text has in it; its first group takes the place of # in the name.
   *
   * @param more a phrase with the name in it; empty for the name alone
   */
  private record Mark(Pattern pattern, String name, String more) {
    Mark(String pattern, String name, String more) {
      this(Pattern.compile(pattern), name, more);
    }

    Mark(String pattern, String name) {
      this(pattern, name, "");
    }

    Optional<String> in(String text) {
      Matcher found = pattern.matcher(text);
      if (!found.find()) {
        return Optional.empty();
      }
      String full = found.groupCount() == 0 ? name : name.replace("#", found.group(1));
      return Optional.of(more.isEmpty() ? full : words(more, full));
    }
  }

  private static final List<Mark> DISTRIBUTIONS =
      List.of(
          new Mark("\\.el(\\d+)uek", "Oracle Linux # (UEK)"),
          new Mark("\\.el(\\d+)", "Red Hat Enterprise Linux #", later("%s or a rebuild of it")),
          new Mark("\\.amzn(\\d+)", "Amazon Linux #"),
          new Mark("\\.fc(\\d+)", "Fedora #"),
          new Mark("\\.(?:cm|azl)(\\d+)", "Azure Linux #"),
          new Mark("\\+deb(\\d+)", "Debian #"),
          new Mark("-(?:cloud-)?(?:amd64|arm64|686(?:-pae)?|armmp(?:-lpae)?)$", "Debian"),
          new Mark("-bpo", "Debian", later("%s, a backport")),
          new Mark("-\\d+-azure(?:-fde)?$", "Ubuntu for Azure"),
          new Mark("-\\d+-aws$", "Ubuntu for AWS"),
          new Mark("-\\d+-(?:gcp|gke)$", "Ubuntu for Google Cloud"),
          new Mark("-\\d+-oracle$", "Ubuntu for Oracle Cloud"),
          new Mark("-\\d+-raspi$", "Ubuntu for Raspberry Pi"),
          new Mark("-\\d+-(?:generic|lowlatency|kvm|server|virtual)(?:-\\w+)?$", "Ubuntu"),
          new Mark("-pve$", "Proxmox VE"),
          new Mark("-arch\\d", "Arch Linux"),
          new Mark("-MANJARO", "Manjaro"),
          new Mark("-gentoo", "Gentoo"),
          new Mark("-tinycore", "Tiny Core Linux"),
          new Mark("-(?:default|preempt)$", "SUSE"),
          new Mark("-flatcar", "Flatcar"),
          new Mark("-coreos", "CoreOS"),
          new Mark("-talos", "Talos"),
          new Mark("microsoft-standard-WSL2", "Windows Subsystem for Linux"),
          new Mark("-v[78]l?\\+$|\\+rpt-rpi", "Raspberry Pi OS"));

  private static final List<Mark> MACHINES =
      List.of(
          new Mark("VMware", "VMware", later("a %s virtual machine")),
          new Mark("QEMU|KVM|Bochs|RHE[LV]|oVirt|AHV", "QEMU/KVM", later("a %s virtual machine")),
          new Mark("VirtualBox|innotek", "VirtualBox", later("a %s virtual machine")),
          new Mark(
              "Microsoft Corporation Virtual Machine", "Hyper-V", later("a %s virtual machine")),
          new Mark("Amazon EC2", "Amazon EC2", later("an %s instance")),
          new Mark("Google Compute Engine|Google Google", "Google Cloud", later("a %s instance")),
          new Mark("Xen HVM|Xen ", "Xen", later("a %s virtual machine")),
          new Mark("OpenStack", "OpenStack", later("an %s instance")),
          new Mark("Alibaba Cloud", "Alibaba Cloud", later("an %s instance")),
          new Mark("DigitalOcean", "DigitalOcean", later("a %s droplet")),
          new Mark("Parallels", "Parallels", later("a %s virtual machine")));

  private HostPlatform() {}

  /** Returns both in a sentence; empty where neither is told. */
  static Optional<String> of(OomReport report) {
    Optional<String> distribution = report.kernel().flatMap(k -> first(DISTRIBUTIONS, k));
    Optional<String> machine = report.source().hardware().flatMap(h -> first(MACHINES, h));
    if (distribution.isEmpty()) {
      return machine.map(m -> words("On %s.", m));
    }
    String kernel = distribution.get();
    return Optional.of(
        machine
            .map(m -> words("A kernel of %s on %s.", kernel, m))
            .orElseGet(() -> words("A kernel of %s.", kernel)));
  }

  private static Optional<String> first(List<Mark> marks, String text) {
    return marks.stream().flatMap(m -> m.in(text).stream()).findFirst();
  }
}
