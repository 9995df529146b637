package oomlab.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
import java.util.function.Predicate;
import jdk.jshell.spi.ExecutionControl;
import oomlab.kernel.HostFrames.Came;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Has a {@link CellHost} run the snippets, and knows an answer of its own from a forged one. */
final class RemoteControl implements ExecutionControl, Engine {
  private final SecureRandom random = new SecureRandom();
  private final LoadedClasses loaded = new LoadedClasses();
  private final DataInputStream in;
  private final DataOutputStream out;
  private final BiConsumer<String, String> output;
  private Predicate<String> guard = statement -> true;
  private String source = "";
  private boolean owners;
  private boolean valueWanted;
  private long deadlineNanos;
  private @Nullable Ended latest;
  private Optional<String> lost = Optional.empty();
  private boolean forged;

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

  /** Decides which statements may be evaluated. */
  void guard(Predicate<String> admits) {
    guard = admits;
  }

  /** Says how long cells may run from now on, and whether they are the session's owner's. */
  void cell(boolean ofOwner, long nanos) {
    owners = ofOwner;
    deadlineNanos = System.nanoTime() + nanos;
    latest = null;
    forged = false;
  }

  /** Says that the next statement's value is shown. */
  void wantValue(boolean wanted) {
    valueWanted = wanted;
  }

  /** Returns why there is no host any more. */
  Optional<String> lost() {
    return lost;
  }

  /** Tells whether something in the host answered without knowing the question. */
  boolean forged() {
    return forged;
  }

  /**
   * Puts back the owner's variables and the JVM's global state, and returns the names of the
   * variables that had been changed.
   */
  List<String> restore() {
    return names(HostFrames.OWNERS);
  }

  /** Keeps the owner's variables as they are now; returns the names of threads left over. */
  List<String> keep() {
    return names(HostFrames.KEEP);
  }

  private List<String> names(int kind) {
    try {
      byte[] nonce = ask(kind, body -> {});
      String text = came(nonce) == Came.VALUE ? HostFrames.text(in) : "";
      return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    } catch (IOException e) {
      lose(e);
      return List.of();
    }
  }

  @Override
  public ExecutionControl control() {
    return this;
  }

  @Override
  public boolean begin(String code) {
    source = code;
    valueWanted = false;
    return lost.isEmpty() && guard.test(code);
  }

  @Override
  public Optional<Ended> takeLatest() {
    Optional<Ended> taken = Optional.ofNullable(latest);
    latest = null;
    return taken;
  }

  @Override
  public boolean interrupt() {
    return false;
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, EngineTerminationException {
    loaded.add(classes);
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
  public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
    if (!loaded.sameFor(classes, source)) {
      throw new NotImplementedException("a loaded class cannot be replaced");
    }
  }

  @Override
  public String invoke(String type, String method) throws RunException, EngineTerminationException {
    long millis = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
    boolean wanted = valueWanted;
    try {
      byte[] nonce =
          ask(
              HostFrames.INVOKE,
              body -> {
                HostFrames.text(body, type);
                HostFrames.text(body, method);
                body.writeBoolean(wanted);
                body.writeLong(millis);
                body.writeBoolean(owners);
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
          lost = Optional.of("it did not end in time");
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

  private static Optional<Object> shown(String json) {
    if (json.isEmpty()) {
      return Optional.empty();
    }
    DisplayData data = new DisplayData();
    JsonObject content = JsonParser.parseString(json).getAsJsonObject();
    content
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
      String type = HostFrames.text(in);
      String message = HostFrames.text(in);
      chain[i] = new UserException(message.isEmpty() ? null : message, type, HostFrames.trace(in));
    }
    for (int i = 0; i + 1 < count; i++) {
      chain[i].initCause(chain[i + 1]);
    }
    return chain[0];
  }

  private interface Body {
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
      byte[] given = new byte[HostFrames.NONCE_BYTES];
      in.readFully(given);
      if (kind != HostFrames.ANSWER || !Arrays.equals(given, nonce)) {
        forged = true;
        throw new IOException("an answer to no question");
      }
      return Came.read(in);
    }
  }

  private EngineTerminationException lose(IOException e) {
    if (lost.isEmpty()) {
      lost = Optional.of(forged ? "it answered in the grader's place" : "the process ended");
    }
    return new EngineTerminationException(String.valueOf(e.getMessage()));
  }

  @Override
  public String varValue(String type, String name) {
    return "";
  }

  @Override
  public void addToClasspath(String path) {
    // The host's class path was given to it at its start.
  }

  @Override
  public void stop() {
    // Whoever started the host ends it.
  }

  @Override
  public Object extensionCommand(String command, Object argument) throws NotImplementedException {
    throw new NotImplementedException(command);
  }

  @Override
  public void close() {
    // The channel belongs to whoever opened it.
  }
}
