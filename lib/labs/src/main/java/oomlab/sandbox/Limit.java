package oomlab.sandbox;

/** A limit that a process can run into. */
public enum Limit {
  /** The kernel killed in its memory cgroup. */
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
