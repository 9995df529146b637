package oomlab.internal.child;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Rewrites a class so that it logs to {@link QuietLogger} instead of {@code java.util.logging}.
 *
 * <p>JNA's first act is to ask for a logger, and setting up {@code java.util.logging} is a third of
 * the CPU time of the victim's whole start. Only names in the constant pool change (JVMS 4.4).
 */
final class QuietLog {
  private static final int MAGIC = 0xCAFEBABE;

  private QuietLog() {}

  /** Returns the class with its names replaced. */
  static byte[] rewrite(byte[] type) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(type));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(type.length + 256);
    DataOutputStream out = new DataOutputStream(bytes);
    if (in.readInt() != MAGIC) {
      throw new IOException("not a class file");
    }
    out.writeInt(MAGIC);
    out.writeInt(in.readInt()); // version
    int count = in.readUnsignedShort();
    out.writeShort(count);
    int index = 1;
    while (index < count) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == 1) { // Utf8
        out.writeUTF(renamed(in.readUTF()));
      } else {
        out.write(in.readNBytes(bytesAfter(tag)));
      }
      index += tag == 5 || tag == 6 ? 2 : 1; // long and double take two places
    }
    out.write(in.readAllBytes());
    return bytes.toByteArray();
  }

  private static String renamed(String name) {
    return name.replace("java/util/logging/Logger", "oomlab/internal/child/QuietLogger")
        .replace("java/util/logging/Level", "oomlab/internal/child/QuietLevel");
  }

  private static int bytesAfter(int tag) throws IOException {
    return switch (tag) {
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> throw new IOException("unknown entry %d of a constant pool".formatted(tag));
    };
  }
}
