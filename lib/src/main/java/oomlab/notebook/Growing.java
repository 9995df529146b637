package oomlab.notebook;

import java.util.function.Consumer;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.chart.Charts;

/**
 * The one output in which a run grows, from its start to its end. Where an output cannot be
 * replaced, it is a line for each phase of a guest, and the end.
 */
final class Growing implements Consumer<Live> {
  private final Screen screen;
  private final Experiment experiment;
  private final String id;
  private String phase = "";

  private Growing(Screen screen, Experiment experiment, String id) {
    this.screen = screen;
    this.experiment = experiment;
    this.id = id;
  }

  static Growing start(Screen screen, Experiment experiment) {
    String starting = "Starting: " + experiment;
    return new Growing(
        screen,
        experiment,
        screen.replaces() ? screen.display(Bundle.html(Html.paragraph(starting), starting)) : "");
  }

  @Override
  public void accept(Live live) {
    if (screen.replaces()) {
      screen.update(id, picture(live));
    } else if (experiment.guest().isPresent() && !live.phase().equals(phase)) {
      phase = live.phase();
      screen.display(Bundle.plain(phase + " ..."));
    }
  }

  private Bundle picture(Live live) {
    if (experiment.guest().isEmpty()) {
      return Views.of(Charts.live(experiment, live));
    }
    Bundle chart =
        live.recording().series().size() == 0
            ? Bundle.html("", "")
            : Views.of(Charts.live(experiment, live));
    String doing = "Guest " + experiment.guest().get().board().label() + ": " + live.phase() + ".";
    return Bundle.html(
        chart.forms().getOrDefault(Bundle.HTML, "")
            + Html.strong(doing)
            + (live.console().isEmpty() ? "" : Html.console(live.console())),
        (chart.plain().isEmpty() ? "" : chart.plain() + "\n")
            + doing
            + "\n"
            + String.join("\n", live.console()));
  }

  void end(Bundle bundle) {
    if (screen.replaces()) {
      screen.update(id, bundle);
    } else {
      screen.display(bundle);
    }
  }

  void fail(String sentence) {
    if (screen.replaces()) {
      screen.update(id, Bundle.html(Html.paragraph(sentence), sentence));
    }
  }
}
