package oomlab;

/** Where a run took place. */
public enum Backend {
  /** A version 1 memory cgroup on this machine. */
  CGROUP_V1("cgroup-v1"),
  /** A version 2 memory cgroup on this machine. */
  CGROUP_V2("cgroup-v2"),
  /** The ARM32 board of the book, under QEMU. */
  GUEST_ARM32("guest-arm32"),
  /** The x86-64 machine of the book, under QEMU. */
  GUEST_X86_64("guest-x86_64"),
  /** A recorded run was replayed; nothing was provoked. */
  RECORDED("recorded");

  private final String label;

  Backend(String label) {
    this.label = label;
  }

  /** Name in JSON and on charts, such as {@code cgroup-v1}. */
  public String label() {
    return label;
  }
}
