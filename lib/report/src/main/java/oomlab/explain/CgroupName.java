package oomlab.explain;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a memory cgroup is to those who made it: a pod or a container of Kubernetes, of Docker or of
 * LXC, a unit of systemd, a job of Slurm. Read from its path, as these programs form it.
 *
 * @param kind what it is
 * @param full its name with all that the path tells, such as {@code pod 968a06fb-..., Burstable,
 *     container 0f32894de86e (containerd)}
 * @param brief the name in a sentence after the first: {@code the container}
 * @param path its path, as the report prints it
 */
record CgroupName(Kind kind, String full, String brief, String path) {
  /** What made a group, and who sets its limit. */
  enum Kind {
    /** A container of a pod. */
    POD_CONTAINER(
        later(
            "resources.limits.memory of this container sets the limit: raise it, or find out"
                + " what the container needs more for.")),
    /** All containers of a pod. */
    POD(
        later(
            "resources.limits.memory of the pod's containers add up to this limit; emptyDir volumes"
                + " with medium: Memory count as well.")),
    /** All pods of one class of service. */
    POD_CLASS(
        later(
            "Requests of the pods on this node leave less than its pods used (qosReserved of the"
                + " kubelet): move some of them away, or lower what they use.")),
    /** All pods of a node. */
    ALL_PODS(
        later(
            "The pods together used all that the kubelet gives out (the node's memory less"
                + " kubeReserved and systemReserved): give pods without a limit one"
                + " (resources.limits.memory), or move some to another node.")),
    /** A container of Docker or Podman. */
    CONTAINER(later("docker update --memory (podman update --memory) sets the container's limit.")),
    /** A system container of LXC. */
    LXC(
        later(
            "lxc.cgroup2.memory.max sets the limit (limits.memory in LXD and Incus, pct set"
                + " --memory in Proxmox).")),
    /** A job of Slurm. */
    JOB(later("sbatch --mem sets the limit of a job.")),
    /** A unit of systemd. */
    UNIT(later("systemctl set-property %s MemoryMax=... sets the unit's limit.")),
    /** Anything else. */
    OTHER(later("memory.max (version 1: memory.limit_in_bytes) of %s sets the limit."));

    private final String advice;

    Kind(String advice) {
      this.advice = advice;
    }
  }

  private static final Pattern POD =
      Pattern.compile(
          "pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32})");
  private static final Pattern CONTAINER =
      Pattern.compile(
          "(?:(cri-containerd|crio|docker|libpod)[-:/]|[/:])([0-9a-f]{12})[0-9a-f]{20,52}(?:\\.scope)?$");
  private static final Pattern LXC = Pattern.compile(".*?/lxc(?:\\.payload)?[./]([^/]+)(?:/.*)?");
  private static final Pattern JOB = Pattern.compile(".*/slurm.*/job_(\\d+)(?:/.*)?");
  private static final Pattern UNIT =
      Pattern.compile("(?:.*/)?([^/]+\\.(?:service|scope|slice|mount|socket|swap))");
  private static final Pattern USER = Pattern.compile(".*/user-(\\d+)\\.slice(?:/.*)?");
  private static final Map<String, String> RUNTIMES =
      Map.of(
          "cri-containerd", "containerd", "crio", "CRI-O", "docker", "Docker", "libpod", "Podman");

  /** Names a group by its path. */
  static CgroupName of(String path) {
    Matcher container = CONTAINER.matcher(path);
    if (path.contains("kubepods")) {
      return ofPods(path, container);
    }
    if (container.find()) {
      return new CgroupName(Kind.CONTAINER, container(container), words("the container"), path);
    }
    Matcher lxc = LXC.matcher(path);
    if (lxc.matches()) {
      return named(Kind.LXC, words("the LXC container %s", lxc.group(1)), path);
    }
    Matcher job = JOB.matcher(path);
    if (job.matches()) {
      return named(Kind.JOB, words("the Slurm job %s", job.group(1)), path);
    }
    Matcher unit = UNIT.matcher(path);
    if (unit.matches()) {
      Matcher user = USER.matcher(path.substring(0, unit.start(1)));
      String full =
          user.matches()
              ? words("systemd unit %s of user %s", unit.group(1), user.group(1))
              : words("systemd unit %s", unit.group(1));
      return new CgroupName(Kind.UNIT, full, words("the unit %s", unit.group(1)), path);
    }
    return named(Kind.OTHER, words("the memory cgroup %s", path), path);
  }

  private static CgroupName named(Kind kind, String name, String path) {
    return new CgroupName(kind, name, name, path);
  }

  private static CgroupName ofPods(String path, Matcher container) {
    Matcher pod = POD.matcher(path);
    String service = serviceClass(path);
    if (!pod.find()) {
      return path.contains("burstable") || path.contains("besteffort")
          ? named(Kind.POD_CLASS, words("the group of all %s pods", service), path)
          : named(Kind.ALL_PODS, words("the group of all pods of the node"), path);
    }
    String id = pod.group(1).replace('_', '-');
    return container.find()
        ? new CgroupName(
            Kind.POD_CONTAINER,
            words("pod %s, %s, %s", id, service, container(container)),
            words("the container"),
            path)
        : new CgroupName(Kind.POD, words("pod %s, %s", id, service), words("the pod"), path);
  }

  private static String serviceClass(String path) {
    if (path.contains("besteffort")) {
      return "BestEffort";
    }
    return path.contains("burstable") ? "Burstable" : "Guaranteed";
  }

  private static String container(Matcher container) {
    return Optional.ofNullable(container.group(1))
        .map(maker -> RUNTIMES.getOrDefault(maker, maker))
        .map(by -> words("container %s (%s)", container.group(2), by))
        .orElseGet(() -> words("container %s", container.group(2)));
  }

  /** Returns the name to stand after "in": the bare path where nothing more is known. */
  String in() {
    return kind == Kind.OTHER ? Wording.bare(path) : brief;
  }

  /** Says what the victim's group is and whose limit struck; empty where paths say it as well. */
  static Optional<String> struck(CgroupName victims, CgroupName limited) {
    if (victims.kind == Kind.OTHER || limited.kind == Kind.OTHER) {
      return Optional.empty();
    }
    String limit =
        victims.path.equals(limited.path)
            ? words("its own limit struck")
            : words("the limit of %s struck", limited.brief);
    return Optional.of(Wording.capital(words("%s: %s.", victims.full, limit)));
  }

  /** Returns the setting of its limit, in a sentence. */
  String advice() {
    return words(kind.advice, kind == Kind.UNIT ? path.substring(path.lastIndexOf('/') + 1) : path);
  }
}
