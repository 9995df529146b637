package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import oomlab.explain.CgroupName.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the path of a memory cgroup tells. */
class CgroupNameTest {
  private static final String POD = "968a06fb_1369_469e_8a7d_2c1047529435";
  private static final String ID =
      "0f32894de86e69d015a3577db136757f5b145064a1703efea3d0e12e8a64987a";

  @Test
  void namesPodClassAndContainer() {
    String pod = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + POD + ".slice";
    CgroupName container = CgroupName.of(pod + "/cri-containerd-" + ID + ".scope");
    assertThat(container.full())
        .isEqualTo(
            "pod 968a06fb-1369-469e-8a7d-2c1047529435, Burstable, container 0f32894de86e"
                + " (containerd)");
    assertThat(CgroupName.struck(container, CgroupName.of(pod)))
        .contains(
            "Pod 968a06fb-1369-469e-8a7d-2c1047529435, Burstable, container 0f32894de86e"
                + " (containerd): the limit of the pod struck.");
    assertThat(CgroupName.struck(container, container))
        .get()
        .asString()
        .endsWith("its own limit struck.");
    assertThat(CgroupName.struck(container, CgroupName.of("/kubepods.slice")))
        .get()
        .asString()
        .endsWith("the limit of the group of all pods of the node struck.");
    assertThat(CgroupName.of(pod).advice()).contains("resources.limits.memory");
  }

  @ParameterizedTest
  @CsvSource({
    "/kubepods/burstable/pod%p/%i, POD_CONTAINER, container 0f32894de86e",
    "/kubepods/pod%p/%i, POD_CONTAINER, Guaranteed",
    "/kubepods.slice/kubepods-pod%p.slice/crio-%i.scope, POD_CONTAINER, (CRI-O)",
    "/kubelet/kubepods/besteffort/pod%p, POD, BestEffort",
    "/system.slice/containerd.service/kubepods-burstable-pod%p.slice:cri-containerd:%i,"
        + " POD_CONTAINER, (containerd)",
    "/kubepods/burstable, POD_CLASS, Burstable",
    "/kubepods, ALL_PODS, all pods",
    "/docker/%i, CONTAINER, 0f32894de86e (Docker)",
    "/system.slice/docker-%i.scope, CONTAINER, (Docker)",
    "/machine.slice/libpod-%i.scope, CONTAINER, (Podman)",
    "/lxc/39004/ns/system.slice, LXC, LXC container 39004",
    "/lxc.payload.web/init.scope, LXC, LXC container web",
    "/slurm/uid_1000/job_4711/step_0, JOB, Slurm job 4711",
    "/system.slice/mysql.service, UNIT, systemd unit mysql.service",
    "/user.slice/user-1000.slice/user@1000.service/app.slice/run-u640.service, UNIT,"
        + " run-u640.service of user 1000",
    "/leaker, OTHER, the memory cgroup /leaker",
    "/, OTHER, the memory cgroup /",
  })
  void namesWhatItsMakerCallsIt(String path, Kind kind, String words) {
    CgroupName name = CgroupName.of(path.replace("%p", POD.replace('_', '-')).replace("%i", ID));
    assertThat(name.kind()).isEqualTo(kind);
    assertThat(name.full()).contains(words);
    assertThat(name.advice()).endsWith(".").doesNotContain("%");
  }

  @Test
  void namesTheSettingOfAUnit() {
    assertThat(CgroupName.of("/system.slice/mysql.service").advice())
        .isEqualTo("systemctl set-property mysql.service MemoryMax=... sets the unit's limit.");
    assertThat(CgroupName.of("/a/b").advice()).contains("of /a/b sets the limit");
  }

  @Test
  void saysOfOtherGroupsNoMoreThanTheirPath() {
    assertThat(CgroupName.struck(CgroupName.of("/a/b"), CgroupName.of("/a"))).isEmpty();
  }
}
