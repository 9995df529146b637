package oomlab.kernel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a session and its host send each other: a kind, then its fields. Texts are UTF-8 behind
 * their length.
 *
 * <p>An answer carries the request's nonce, so that what comes too late is not taken for an answer.
 */
final class HostFrames {
  /** To the host: classes to load. */
  static final int LOAD = 'L';

  /** To the host: a snippet to run. */
  static final int INVOKE = 'I';

  /** To the host: a method to call with values. */
  static final int CALL = 'C';

  /** To the host: a variable to read. */
  static final int READ = 'G';

  /** To the host: a variable to set. */
  static final int ASSIGN = 'W';

  /** To the host: names, of which those are wanted that are not declared. */
  static final int MISSING = 'M';

  /** To the host: what came of a call back. */
  static final int RETURN = 'Y';

  /** From the host: a call of a method of an object that stayed here. */
  static final int CALL_BACK = 'B';

  /** From the host: output of a cell, of some type. */
  static final int OUTPUT = 'P';

  /** From the host: the answer to a request. */
  static final int ANSWER = 'A';

  /** What came of a request. */
  enum Came {
    /** Done; what it came to follows. */
    VALUE('V'),
    /** The snippet threw; the exceptions follow, each with its cause. */
    THREW('T'),
    /** The snippet uses what is not defined yet; its id and the trace follow. */
    UNRESOLVED('U'),
    /** It did not end in time; where it is follows. */
    STUCK('S'),
    /** The request could not be carried out; a text says why. */
    REFUSED('R');

    private final int code;

    Came(int code) {
      this.code = code;
    }

    void write(DataOutputStream out) throws IOException {
      out.writeInt(code);
    }

    static Came read(DataInputStream in) throws IOException {
      int code = in.readInt();
      for (Came each : values()) {
        if (each.code == code) {
          return each;
        }
      }
      throw new IOException("an answer of kind " + code);
    }
  }

  static final int NONCE_BYTES = 16;
  static final int LONGEST = 16 << 20;

  private HostFrames() {}

  static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a text. Throws IOException if it is longer than any of ours. */
  static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a frame of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  static void trace(DataOutputStream out, StackTraceElement[] trace) throws IOException {
    int shown = Math.min(trace.length, 200);
    out.writeInt(shown);
    for (int i = 0; i < shown; i++) {
      text(out, trace[i].getClassName());
      text(out, trace[i].getMethodName());
      text(out, trace[i].getFileName() == null ? "" : trace[i].getFileName());
      out.writeInt(trace[i].getLineNumber());
    }
  }

  static StackTraceElement[] trace(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > 200) {
      throw new IOException("a trace of " + count + " frames");
    }
    StackTraceElement[] trace = new StackTraceElement[count];
    for (int i = 0; i < count; i++) {
      String type = text(in);
      String method = text(in);
      String file = text(in);
      trace[i] = new StackTraceElement(type, method, file.isEmpty() ? null : file, in.readInt());
    }
    return trace;
  }
}
