package oomlab.sandbox;

/** A limit of a sandboxed process. */
public enum Limit {
  /** The OOM killer killed in its memory cgroup. */
  MEMORY,
  /** The kernel refused it a process or a thread. */
  PROCESSES,
  /** It filled what it may write. */
  DISK,
  /** It printed more than it may. */
  OUTPUT,
  /** It used up its processor time. */
  CPU,
  /** It ran for too long. */
  WALL
}
