package oomlab.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import oomlab.kernel.HostFrames.Came;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Has a {@link CellHost} run the snippets, and takes no answer but the one to its question. */
final class RemoteControl extends CompilingControl {
  /** Why there is no host any more, where a cell ran for too long. */
  static final String STUCK = "it did not end in time";

  private final SecureRandom random = new SecureRandom();
  private final DataInputStream in;
  private final DataOutputStream out;
  private final BiConsumer<String, String> output;
  private Runnable watcher = () -> {};
  private Optional<CallBacks> callBacks = Optional.empty();
  private Optional<byte[]> assigned = Optional.empty();
  private String assignedName = "";
  private boolean valueWanted;
  private boolean begun;
  private long deadlineNanos;
  private @Nullable Ended latest;
  private Optional<String> lost = Optional.empty();
  private boolean broken;

  /**
   * Talks to a host.
   *
   * @param output what cells print and show: a type such as {@code stdout} or {@code display_data},
   *     and its text or JSON
   */
  RemoteControl(DataInputStream in, DataOutputStream out, BiConsumer<String, String> output) {
    this.in = in;
    this.out = out;
    this.output = output;
  }

  /** Who answers a host that calls a method of an object of this side. */
  interface CallBacks {
    /** Answers by a frame of its own. */
    void called(DataInputStream in, DataOutputStream out) throws IOException;
  }

  void callBacks(CallBacks answers) {
    callBacks = Optional.of(answers);
  }

  /** Who learns of each statement before it runs; what only declares a method or type does not. */
  void watcher(Runnable each) {
    watcher = each;
  }

  /** Says how long cells may run from now on. */
  void cell(long nanos) {
    deadlineNanos = System.nanoTime() + nanos;
    latest = null;
  }

  /** Says that the next statement's value is shown. */
  void wantValue(boolean wanted) {
    valueWanted = wanted;
  }

  /** Returns why there is no host any more. */
  Optional<String> lost() {
    return lost;
  }

  /** Tells whether what came from the host was no answer to the question. */
  boolean broken() {
    return broken;
  }

  /** Says that the variable that is declared next is not computed there, but gets this value. */
  void assign(String name, byte[] value) {
    assignedName = name;
    assigned = Optional.of(value);
  }

  /** How a request ended that is no snippet. */
  record Answer(Came came, DataInputStream in) {}

  /**
   * Sends a request and waits for its answer.
   *
   * @param atMostMillis how long it may take, if the cell may still run so long
   */
  Answer request(int kind, Body body, long atMostMillis) throws IOException {
    if (lost.isPresent()) {
      throw new IOException(lost.get());
    }
    try {
      byte[] nonce =
          ask(
              kind,
              out -> {
                body.write(out);
                out.writeLong(Math.min(atMostMillis, millisLeft()));
              });
      Came came = came(nonce);
      if (came == Came.STUCK) {
        HostFrames.trace(in);
        lost = Optional.of(STUCK);
      }
      return new Answer(came, in);
    } catch (IOException e) {
      lose(e);
      throw e;
    }
  }

  private long millisLeft() {
    return Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
  }

  /** Gives the host up: what came from it cannot be understood. */
  void giveUp(IOException why) {
    lose(why);
  }

  @Override
  public boolean begin(String code) {
    super.begin(code);
    valueWanted = false;
    assigned = Optional.empty();
    begun = false;
    return lost.isEmpty();
  }

  @Override
  public Optional<Ended> takeLatest() {
    Optional<Ended> taken = Optional.ofNullable(latest);
    latest = null;
    return taken;
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, EngineTerminationException {
    loaded(classes);
    try {
      byte[] nonce =
          ask(
              HostFrames.LOAD,
              body -> {
                body.writeInt(classes.length);
                for (ClassBytecodes each : classes) {
                  HostFrames.text(body, each.name());
                  body.writeInt(each.bytecodes().length);
                  body.write(each.bytecodes());
                }
              });
      Came came = came(nonce);
      String text = HostFrames.text(in);
      if (came != Came.VALUE) {
        throw new ClassInstallException(text, new boolean[classes.length]);
      }
    } catch (IOException e) {
      throw lose(e);
    }
  }

  @Override
  public String invoke(String type, String method) throws RunException, EngineTerminationException {
    if (!begun) {
      begun = true;
      watcher.run();
    }
    long millis = millisLeft();
    boolean wanted = valueWanted;
    if (assigned.isPresent() && taken()) {
      return "";
    }
    try {
      byte[] nonce =
          ask(
              HostFrames.INVOKE,
              body -> {
                HostFrames.text(body, type);
                HostFrames.text(body, method);
                body.writeBoolean(wanted);
                body.writeLong(millis);
              });
      switch (came(nonce)) {
        case VALUE -> {
          String value = HostFrames.text(in);
          latest = new Ended(End.RETURNED, shown(value), List.of());
          return "";
        }
        case THREW -> throw thrown();
        case UNRESOLVED -> throw new ResolutionException(in.readInt(), HostFrames.trace(in));
        case STUCK -> {
          latest = new Ended(End.TIMED_OUT, Optional.empty(), List.of(HostFrames.trace(in)));
          lost = Optional.of(STUCK);
          throw new EngineTerminationException("stuck");
        }
        default -> {
          String why = HostFrames.text(in);
          throw new UserException(why, "java.lang.IllegalStateException", new StackTraceElement[0]);
        }
      }
    } catch (IOException e) {
      throw lose(e);
    }
  }

  /** Whether the host took the value that was there for a variable. */
  private boolean taken() throws EngineTerminationException {
    byte[] value = assigned.orElseThrow();
    assigned = Optional.empty();
    try {
      Answer answer =
          request(
              HostFrames.ASSIGN,
              out -> {
                HostFrames.text(out, assignedName);
                HostFrames.bytes(out, value);
              },
              Long.MAX_VALUE);
      if (answer.came() == Came.VALUE) {
        latest = new Ended(End.RETURNED, Optional.empty(), List.of());
        return true;
      }
      if (answer.came() == Came.REFUSED) {
        HostFrames.text(in);
        return false;
      }
      throw new IOException("an answer of kind " + answer.came());
    } catch (IOException e) {
      throw lose(e);
    }
  }

  private static Optional<Object> shown(String json) {
    if (json.isEmpty()) {
      return Optional.empty();
    }
    DisplayData data = new DisplayData();
    NotebookOutputs.parsed(json)
        .getAsJsonObject("data")
        .entrySet()
        .forEach(
            each ->
                data.putData(
                    each.getKey(),
                    each.getValue().isJsonPrimitive()
                        ? each.getValue().getAsString()
                        : each.getValue()));
    return Optional.of(data);
  }

  private UserException thrown() throws IOException {
    int count = in.readInt();
    if (count < 1 || count > 20) {
      throw new IOException("a chain of " + count + " exceptions");
    }
    UserException[] chain = new UserException[count];
    for (int i = 0; i < count; i++) {
      Thrown each = Thrown.read(in);
      chain[i] =
          new UserException(
              each.message().orElse(null), each.classes().get(0), HostFrames.trace(in));
    }
    for (int i = 0; i + 1 < count; i++) {
      chain[i].initCause(chain[i + 1]);
    }
    return chain[0];
  }

  /** What a request says. */
  interface Body {
    void write(DataOutputStream body) throws IOException;
  }

  private byte[] ask(int kind, Body body) throws IOException {
    byte[] nonce = new byte[HostFrames.NONCE_BYTES];
    random.nextBytes(nonce);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream frame = new DataOutputStream(bytes);
    frame.writeInt(kind);
    frame.write(nonce);
    try {
      body.write(frame);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.write(bytes.toByteArray());
    out.flush();
    return nonce;
  }

  /** Hands on output until the answer to this very question comes. */
  private Came came(byte[] nonce) throws IOException {
    while (true) {
      int kind = in.readInt();
      if (kind == HostFrames.OUTPUT) {
        String type = HostFrames.text(in);
        output.accept(type, HostFrames.text(in));
        continue;
      }
      if (kind == HostFrames.CALL_BACK && callBacks.isPresent()) {
        callBacks.get().called(in, out);
        continue;
      }
      byte[] given = new byte[HostFrames.NONCE_BYTES];
      in.readFully(given);
      if (kind != HostFrames.ANSWER || !Arrays.equals(given, nonce)) {
        broken = true;
        throw new IOException("an answer to no question");
      }
      return Came.read(in);
    }
  }

  private EngineTerminationException lose(IOException e) {
    if (lost.isEmpty()) {
      lost = Optional.of(broken ? "it sent something that is no answer" : "the process ended");
    }
    return new EngineTerminationException(String.valueOf(e.getMessage()));
  }
}
