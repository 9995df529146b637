package oomlab.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What was run since the kernel started; nothing is kept on disk. */
final class History {
  private static final int SESSION = 1;

  private final List<Entry> entries = new ArrayList<>();

  private record Entry(int line, String input, Optional<String> output) {}

  void add(int line, String input, Optional<String> output) {
    entries.add(new Entry(line, input, output));
  }

  /** Answers a {@code history_request}. */
  JsonArray select(JsonObject request) {
    List<Entry> chosen =
        switch (MessageWire.text(request, "hist_access_type", "tail")) {
          case "range" -> range(request);
          case "search" -> search(request);
          default -> last(entries, MessageWire.number(request, "n", entries.size()));
        };
    boolean withOutput = MessageWire.flag(request, "output", false);
    JsonArray history = new JsonArray();
    for (Entry each : chosen) {
      JsonArray row = new JsonArray();
      row.add(SESSION);
      row.add(each.line());
      if (withOutput) {
        JsonArray both = new JsonArray();
        both.add(each.input());
        each.output().ifPresentOrElse(both::add, () -> both.add(JsonNull.INSTANCE));
        row.add(both);
      } else {
        row.add(each.input());
      }
      history.add(row);
    }
    return history;
  }

  private List<Entry> range(JsonObject request) {
    int session = MessageWire.number(request, "session", 0);
    if (session != 0 && session != SESSION) {
      return List.of();
    }
    int start = MessageWire.number(request, "start", 0);
    int stop = MessageWire.number(request, "stop", Integer.MAX_VALUE);
    return entries.stream().filter(e -> e.line() >= start && e.line() < stop).toList();
  }

  private List<Entry> search(JsonObject request) {
    Pattern pattern = glob(MessageWire.text(request, "pattern", "*"));
    List<Entry> found =
        new ArrayList<>(
            entries.stream().filter(e -> pattern.matcher(e.input()).matches()).toList());
    if (MessageWire.flag(request, "unique", false)) {
      LinkedHashMap<String, Entry> unique = new LinkedHashMap<>();
      found.forEach(each -> unique.put(each.input(), each));
      found = new ArrayList<>(unique.values());
    }
    return last(found, MessageWire.number(request, "n", found.size()));
  }

  private static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static List<Entry> last(List<Entry> all, int count) {
    int from = Math.max(0, all.size() - Math.max(0, count));
    return Collections.unmodifiableList(all.subList(from, all.size()));
  }
}
