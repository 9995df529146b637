package oomlab.internal.proc;

import java.util.OptionalLong;

/** A slower value that the caller wants recorded next to the samples, such as a cgroup's usage. */
public interface Gauge {
  /** What the kernel calls it; becomes the name of the {@link Track}. */
  String name();

  /** {@code bytes}, {@code us} or {@code count}. */
  String unit();

  /**
   * Reads the value, on the sampler's thread; empty when there is none now. An exception counts as
   * none.
   */
  OptionalLong read();
}
