package oomlab.notebook;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.chart.Charts;

/**
 * Shows a run while it is made, in one output that is updated ({@code update_display_data}). Where
 * an output cannot be replaced: a line for each phase of a guest, and the final chart.
 */
final class LiveRunView implements Consumer<Live> {
  static final String HOW_TO_STOP =
      later("To stop it, interrupt the cell: the square button, or the I key twice.");

  /** A page that is redrawn more often gets slow, and nobody sees the difference. */
  private static final long REST_NANOS = 150_000_000;

  private final Frontend frontend;
  private final Experiment experiment;
  private final LongSupplier nanoClock;
  private final long begun;
  private final String id;
  private String phase = "";
  private boolean shown;
  private long shownAt;
  private boolean cancelled;

  private LiveRunView(Frontend frontend, Experiment experiment, LongSupplier nanoClock) {
    this.frontend = frontend;
    this.experiment = experiment;
    this.nanoClock = nanoClock;
    begun = nanoClock.getAsLong();
    String starting = words("Starting: %s", experiment);
    id =
        frontend.replaces()
            ? frontend.display(
                MimeBundle.html(
                    Html.paragraph(starting) + Html.note(words(HOW_TO_STOP)),
                    starting + "\n" + words(HOW_TO_STOP)))
            : "";
  }

  static LiveRunView start(Frontend frontend, Experiment experiment, LongSupplier nanoClock) {
    return new LiveRunView(frontend, experiment, nanoClock);
  }

  @Override
  public synchronized void accept(Live live) {
    if (cancelled) {
      return;
    }
    boolean news = !live.phase().equals(phase);
    phase = live.phase();
    if (frontend.replaces()) {
      long now = nanoClock.getAsLong();
      if (news || now - shownAt >= REST_NANOS) {
        shownAt = now;
        frontend.update(id, picture(live));
      }
    } else if (news && experiment.guest().isPresent()) {
      frontend.display(MimeBundle.plain(words("%s ...", phase)));
    }
    shown = true;
  }

  private MimeBundle picture(Live live) {
    boolean guest = experiment.guest().isPresent();
    MimeBundle chart =
        guest && live.recording().series().size() == 0
            ? MimeBundle.html("", "")
            : Views.of(Charts.live(experiment, live));
    String estimate = ProgressEstimate.of(experiment, live);
    String html =
        chart.forms().getOrDefault(MimeBundle.HTML, "")
            + Html.paragraph(estimate)
            + Html.note(words(HOW_TO_STOP));
    String plain =
        (chart.plain().isEmpty() ? "" : chart.plain() + "\n")
            + estimate
            + "\n"
            + words(HOW_TO_STOP);
    if (!guest) {
      return MimeBundle.html(html, plain);
    }
    String doing = words("Guest %s: %s.", experiment.guest().get().board().label(), live.phase());
    return MimeBundle.html(
        html + Html.strong(doing) + (live.console().isEmpty() ? "" : Html.console(live.console())),
        plain + "\n" + doing + "\n" + String.join("\n", live.console()));
  }

  synchronized void end(MimeBundle bundle) {
    if (frontend.replaces()) {
      frontend.update(id, bundle);
    } else {
      frontend.display(bundle);
    }
  }

  /**
   * Interrupts the run, but not while it hands over a picture: a kernel's socket may not survive
   * that.
   */
  synchronized void cancel(Thread run) {
    cancelled = true;
    run.interrupt();
  }

  /** Says that the run was interrupted; all of it is gone by then. */
  void interrupted() {
    double seconds = (nanoClock.getAsLong() - begun) / 1e9;
    if (!shown) {
      fail(words("Interrupted after %.1f s, before it began: nothing of it is left.", seconds));
      return;
    }
    fail(
        words(
            experiment.guest().isPresent()
                ? "Interrupted after %.1f s: the virtual machine was ended and its folder removed."
                : "Interrupted after %.1f s: the process was ended and its cgroup removed.",
            seconds));
  }

  synchronized void fail(String sentence) {
    if (frontend.replaces()) {
      frontend.update(id, MimeBundle.html(Html.paragraph(sentence), sentence));
    }
  }
}
