package oomlab.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTextTest {
  private static final Series SERIES =
      new Series(
          16384,
          new long[] {10, 20},
          new long[] {900, 901},
          new long[] {0, 301},
          new long[] {100, 99});

  private final Path folder;

  CsvTextTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void writesASeriesWithUnits() {
    assertThat(SeriesCsv.text(SERIES))
        .isEqualTo(
            """
            nanos,total_pages,rss_pages,shared_pages,rss_bytes
            10,900,0,100,0
            20,901,301,99,4931584
            """);
  }

  @Test
  void readsASeriesBack() throws IOException {
    Path file = folder.resolve("samples.csv");
    SeriesCsv.write(SERIES, file);
    assertThat(SeriesCsv.text(SeriesCsv.read(file, 16384))).isEqualTo(SeriesCsv.text(SERIES));
    assertThat(SeriesCsv.parse(SeriesCsv.HEADER, 4096).size()).isZero();
  }

  @Test
  void refusesTheWrongPageSize() {
    assertThatThrownBy(() -> SeriesCsv.parse(SeriesCsv.text(SERIES), 4096))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 3: 301 pages of 4096 bytes are not 4931584 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|line 1: the header",
        "nanos,rss|line 1: the header",
        "nanos,total_pages,rss_pages,shared_pages,rss_bytes;1,2,3|line 2: 3 columns",
        "nanos,total_pages,rss_pages,shared_pages,rss_bytes;1,2,x,4,5|line 2: \"x\"",
        "nanos,total_pages,rss_pages,shared_pages,rss_bytes;;1,2,3,4,5|line 2: 1 columns",
      })
  void namesTheLineOfABrokenSeries(String text, String problem) {
    assertThatThrownBy(() -> SeriesCsv.parse(text.replace(';', '\n'), 4096))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void readsTracksBack() throws IOException {
    Track hwm = new Track("VmHWM", "bytes", new long[] {1, 2}, new long[] {4096, 8192});
    Track psi = new Track("psi some", "us", new long[] {1}, new long[] {0});
    Path file = folder.resolve("tracks.csv");
    TracksCsv.write(List.of(hwm, psi), file);
    List<Track> back = TracksCsv.read(file);
    assertThat(back).extracting(Track::name).containsExactly("VmHWM", "psi some");
    assertThat(back).extracting(Track::unit).containsExactly("bytes", "us");
    assertThat(back.get(0).nanos()).containsExactly(1, 2);
    assertThat(back.get(0).values()).containsExactly(4096, 8192);
    assertThat(TracksCsv.text(back)).isEqualTo(TracksCsv.text(List.of(hwm, psi)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|line 1: the header",
        "track,unit,nanos,value;VmHWM,bytes,1|line 2: 3 columns",
        "track,unit,nanos,value;VmHWM,bytes,1,-|line 2: \"-\"",
        "track,unit,nanos,value;VmHWM,bytes,1,1;VmHWM,kB,2,2|line 3: the unit of VmHWM changes to kB",
      })
  void namesTheLineOfBrokenTracks(String text, String problem) {
    assertThatThrownBy(() -> TracksCsv.parse(text.replace(';', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void refusesATrackNameThatWouldNotComeBack() {
    Track odd = new Track("a,b", "bytes", new long[] {1}, new long[] {1});
    assertThatThrownBy(() -> TracksCsv.text(List.of(odd)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a,b");
  }

  @Test
  void namesTheFile() throws IOException {
    Path file = folder.resolve("tracks.csv");
    SeriesCsv.write(SERIES, file);
    assertThatThrownBy(() -> TracksCsv.read(file)).hasMessageContaining("tracks.csv: line 1");
  }

  @Test
  void columnsGrowOverChunks() {
    LongTable columns = new LongTable(3);
    for (int i = 0; i < 30_000; i++) {
      columns.add(i);
    }
    columns.add(1); // a row that is not complete
    assertThat(columns.size()).isEqualTo(10_000);
    assertThat(columns.column(2, 10_000)[9_999]).isEqualTo(29_999);
    assertThat(columns.column(0, 5_000)[4_096]).isEqualTo(3 * 4_096);
  }
}
