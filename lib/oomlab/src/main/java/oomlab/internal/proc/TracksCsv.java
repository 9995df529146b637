package oomlab.internal.proc;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import oomlab.Recording.Track;

/** The slower tracks as CSV: a line a value, the tracks one after the other. */
public final class TracksCsv {
  /** The first line. */
  public static final String HEADER = "track,unit,nanos,value";

  /** More than twice what any recording has. */
  private static final int MOST_TRACKS = 128;

  private TracksCsv() {}

  /**
   * Returns the tracks as text; a track without values is not in it.
   *
   * @throws IllegalArgumentException if a name or unit has a comma or a line break
   */
  public static String text(List<Track> tracks) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (Track track : tracks) {
      if ((track.name() + track.unit()).matches("(?s).*[,\r\n].*")) {
        throw new IllegalArgumentException("no comma in the name of a track: " + track.name());
      }
      for (int i = 0; i < track.size(); i++) {
        text.append(track.name()).append(',').append(track.unit()).append(',');
        text.append(track.nanos()[i]).append(',').append(track.values()[i]).append('\n');
      }
    }
    return text.toString();
  }

  /**
   * Parses what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is not such text; names the line
   */
  public static List<Track> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IllegalArgumentException(words("line 1: the header of tracks must be %s", HEADER));
    }
    Map<String, LongTable> values = new LinkedHashMap<>();
    Map<String, String> units = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length != 4) {
        throw new IllegalArgumentException(
            words("line %d: %d columns instead of 4", i + 1, cells.length));
      }
      if (!units.computeIfAbsent(cells[0], name -> cells[1]).equals(cells[1])) {
        throw new IllegalArgumentException(
            words("line %d: the unit of %s changes to %s", i + 1, cells[0], cells[1]));
      }
      if (units.size() > MOST_TRACKS) {
        throw new IllegalArgumentException(
            words("line %d: more than %d tracks", i + 1, MOST_TRACKS));
      }
      LongTable columns = values.computeIfAbsent(cells[0], name -> new LongTable(2));
      columns.add(CsvText.number(cells[2], i + 1));
      columns.add(CsvText.number(cells[3], i + 1));
    }
    List<Track> tracks = new ArrayList<>();
    values.forEach(
        (name, columns) -> {
          int rows = columns.size();
          String unit = units.getOrDefault(name, "");
          tracks.add(new Track(name, unit, columns.column(0, rows), columns.column(1, rows)));
        });
    return List.copyOf(tracks);
  }
}
