package oomlab.kernel;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields and methods of a class file, without the code. Source: the Java Virtual Machine
 * Specification, chapter 4.
 */
record ClassShape(List<String> fields, List<String> methods) {
  private static final int CONSTANT_UTF8 = 1;
  private static final int CONSTANT_LONG = 5;
  private static final int CONSTANT_DOUBLE = 6;

  ClassShape {
    fields = List.copyOf(fields);
    methods = List.copyOf(methods);
  }

  /** Reads a class file. */
  static ClassShape of(byte[] classFile) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
      in.skipNBytes(8);
      String[] names = constants(in);
      in.skipNBytes(6);
      in.skipNBytes(2L * in.readUnsignedShort());
      return new ClassShape(members(in, names), members(in, names));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Tells whether the other class holds the same variables, so that only its initialising code can
   * differ, which has run already. A class without variables never does: its code is what counts.
   */
  boolean keepsVariablesOf(ClassShape other) {
    return !fields.isEmpty() && fields.equals(other.fields) && methods.equals(other.methods);
  }

  private static String[] constants(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    String[] names = new String[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case CONSTANT_UTF8 -> names[i] = in.readUTF();
        case CONSTANT_LONG, CONSTANT_DOUBLE -> {
          in.skipNBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> in.skipNBytes(4);
      }
    }
    return names;
  }

  private static List<String> members(DataInputStream in, String[] names) throws IOException {
    List<String> members = new ArrayList<>();
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      int flags = in.readUnsignedShort();
      String name = names[in.readUnsignedShort()];
      members.add(flags + " " + name + " " + names[in.readUnsignedShort()]);
      int attributes = in.readUnsignedShort();
      for (int j = 0; j < attributes; j++) {
        in.skipNBytes(2);
        in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
      }
    }
    return members;
  }
}
