package oomlab.internal.proc;

import java.util.List;
import java.util.Optional;

/**
 * Everything the sampler saw of one process.
 *
 * @param series resident memory at the fast rate
 * @param tracks slower values: VmHWM, VmSwap, RssAnon, RssFile, oom_score, cgroup usage, pressure,
 *     oom_kill
 * @param sight what the recording could not see
 */
public record Recording(Series series, List<Track> tracks, SamplingQuality sight) {
  /** Returns the track of this name, if it was recorded. */
  public Optional<Track> track(String name) {
    return tracks.stream().filter(t -> t.name().equals(name)).findFirst();
  }
}
