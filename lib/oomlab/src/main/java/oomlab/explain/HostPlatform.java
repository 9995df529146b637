package oomlab.explain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.report.OomReport;

/**
 * Whose kernel it was and on what machine, as far as release and hardware line say: distributions
 * put their name into the release, hypervisors and clouds theirs into the firmware.
 */
final class HostPlatform {
  /** What a text has in it; its first group takes the place of # in the name. */
  private record Mark(Pattern pattern, String name) {
    Mark(String pattern, String name) {
      this(Pattern.compile(pattern), name);
    }

    Optional<String> in(String text) {
      Matcher found = pattern.matcher(text);
      return found.find()
          ? Optional.of(found.groupCount() == 0 ? name : name.replace("#", found.group(1)))
          : Optional.empty();
    }
  }

  private static final List<Mark> DISTRIBUTIONS =
      List.of(
          new Mark("\\.el(\\d+)uek", "Oracle Linux # (UEK)"),
          new Mark("\\.el(\\d+)", "Red Hat Enterprise Linux # or a rebuild of it"),
          new Mark("\\.amzn(\\d+)", "Amazon Linux #"),
          new Mark("\\.fc(\\d+)", "Fedora #"),
          new Mark("\\.(?:cm|azl)(\\d+)", "Azure Linux #"),
          new Mark("\\+deb(\\d+)", "Debian #"),
          new Mark("-(?:cloud-)?(?:amd64|arm64|686(?:-pae)?|armmp(?:-lpae)?)$", "Debian"),
          new Mark("-bpo", "Debian, a backport"),
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
          new Mark("VMware", "a VMware virtual machine"),
          new Mark("QEMU|KVM|Bochs|RHE[LV]|oVirt|AHV", "a QEMU/KVM virtual machine"),
          new Mark("VirtualBox|innotek", "a VirtualBox virtual machine"),
          new Mark("Microsoft Corporation Virtual Machine", "a Hyper-V virtual machine"),
          new Mark("Amazon EC2", "an Amazon EC2 instance"),
          new Mark("Google Compute Engine|Google Google", "a Google Cloud instance"),
          new Mark("Xen HVM|Xen ", "a Xen virtual machine"),
          new Mark("OpenStack", "an OpenStack instance"),
          new Mark("Alibaba Cloud", "an Alibaba Cloud instance"),
          new Mark("DigitalOcean", "a DigitalOcean droplet"),
          new Mark("Parallels", "a Parallels virtual machine"));

  private HostPlatform() {}

  /** Returns both in a sentence; empty where neither is told. */
  static Optional<String> of(OomReport report) {
    Optional<String> distribution = report.kernel().flatMap(k -> first(DISTRIBUTIONS, k));
    Optional<String> machine = report.source().hardware().flatMap(h -> first(MACHINES, h));
    List<String> parts =
        Stream.of(distribution.map(d -> "a kernel of " + d), machine.map(m -> "on " + m))
            .flatMap(Optional::stream)
            .toList();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(Wording.capital(String.join(" ", parts)) + ".");
  }

  private static Optional<String> first(List<Mark> marks, String text) {
    return marks.stream().flatMap(m -> m.in(text).stream()).findFirst();
  }
}
