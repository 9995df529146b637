package oomlab.notebook;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.chart.Charts;

/**
 * The one output in which a run grows, from its start to its end. Where an output cannot be
 * replaced, it is a line for each phase of a guest, and the end.
 */
final class Growing implements Consumer<Live> {
  static final String HOW_TO_STOP =
      "To stop it, interrupt the cell: the square button, or the I key twice.";

  /** A page that is redrawn more often gets slow, and nobody sees the difference. */
  private static final long REST_NANOS = 150_000_000;

  private final Screen screen;
  private final Experiment experiment;
  private final LongSupplier nanoClock;
  private final long begun;
  private final String id;
  private String phase = "";
  private boolean shown;
  private long shownAt;
  private boolean cancelled;

  private Growing(Screen screen, Experiment experiment, LongSupplier nanoClock) {
    this.screen = screen;
    this.experiment = experiment;
    this.nanoClock = nanoClock;
    begun = nanoClock.getAsLong();
    String starting = "Starting: " + experiment;
    id =
        screen.replaces()
            ? screen.display(
                Bundle.html(
                    Html.paragraph(starting) + Html.note(HOW_TO_STOP),
                    starting + "\n" + HOW_TO_STOP))
            : "";
  }

  static Growing start(Screen screen, Experiment experiment, LongSupplier nanoClock) {
    return new Growing(screen, experiment, nanoClock);
  }

  @Override
  public synchronized void accept(Live live) {
    if (cancelled) {
      return;
    }
    boolean news = !live.phase().equals(phase);
    phase = live.phase();
    if (screen.replaces()) {
      long now = nanoClock.getAsLong();
      if (news || now - shownAt >= REST_NANOS) {
        shownAt = now;
        screen.update(id, picture(live));
      }
    } else if (news && experiment.guest().isPresent()) {
      screen.display(Bundle.plain(phase + " ..."));
    }
    shown = true;
  }

  private Bundle picture(Live live) {
    boolean guest = experiment.guest().isPresent();
    Bundle chart =
        guest && live.recording().series().size() == 0
            ? Bundle.html("", "")
            : Views.of(Charts.live(experiment, live));
    String forecast = Forecast.of(experiment, live);
    String html =
        chart.forms().getOrDefault(Bundle.HTML, "")
            + Html.paragraph(forecast)
            + Html.note(HOW_TO_STOP);
    String plain =
        (chart.plain().isEmpty() ? "" : chart.plain() + "\n") + forecast + "\n" + HOW_TO_STOP;
    if (!guest) {
      return Bundle.html(html, plain);
    }
    String doing = "Guest " + experiment.guest().get().board().label() + ": " + live.phase() + ".";
    return Bundle.html(
        html + Html.strong(doing) + (live.console().isEmpty() ? "" : Html.console(live.console())),
        plain + "\n" + doing + "\n" + String.join("\n", live.console()));
  }

  synchronized void end(Bundle bundle) {
    if (screen.replaces()) {
      screen.update(id, bundle);
    } else {
      screen.display(bundle);
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
    String after =
        String.format(
            Locale.ROOT, "Interrupted after %.1f s", (nanoClock.getAsLong() - begun) / 1e9);
    String what =
        experiment.guest().isPresent()
            ? ": the virtual machine was ended and its folder removed."
            : ": the process was ended and its cgroup removed.";
    fail(after + (shown ? what : ", before it began: nothing of it is left."));
  }

  synchronized void fail(String sentence) {
    if (screen.replaces()) {
      screen.update(id, Bundle.html(Html.paragraph(sentence), sentence));
    }
  }
}
