package oomlab.trusted;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import oomlab.kernel.CellClasses;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * What compiled code of cells uses of other cells.
 *
 * @param methods static methods
 * @param variables static fields
 * @param assigned those that are set
 * @param classes binary names of all classes of cells that occur
 */
record CellReferences(
    Set<Member> methods, Set<Member> variables, Set<Member> assigned, Set<String> classes) {
  /**
   * A static member of the class around a declaration.
   *
   * @param type binary name of the class
   * @param descriptor its type (Java Virtual Machine Specification, 4.3)
   */
  record Member(String type, String name, String descriptor) {}

  /** Reads class files. */
  static CellReferences of(Collection<byte[]> classFiles) {
    CellReferences found =
        new CellReferences(
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    for (byte[] each : classFiles) {
      new ClassReader(each)
          .accept(
              new ClassRemapper(found.new Members(), found.new Names()), ClassReader.SKIP_DEBUG);
    }
    return found;
  }

  /** A static member of a nested class, such as an enum's constant, is no declaration of a cell. */
  private static boolean isWrapper(String internalName) {
    return CellClasses.isWrapper(internalName.replace('/', '.'));
  }

  private static boolean ofCell(String internalName) {
    return internalName.replace('/', '.').startsWith(CellClasses.WRAPPERS);
  }

  /** Sees every class name in a class file, and changes none. */
  private final class Names extends Remapper {
    Names() {
      super(Opcodes.ASM9);
    }

    @Override
    public String map(String internalName) {
      if (ofCell(internalName)) {
        classes.add(internalName.replace('/', '.'));
      }
      return internalName;
    }
  }

  /** Sees every use of a member. */
  private final class Members extends ClassVisitor {
    Members() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String types, boolean isInterface) {
          if (opcode == Opcodes.INVOKESTATIC && isWrapper(owner)) {
            methods.add(member(owner, called, types));
          }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          if (isWrapper(owner) && (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC)) {
            variables.add(member(owner, field, type));
            if (opcode == Opcodes.PUTSTATIC) {
              assigned.add(member(owner, field, type));
            }
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String called, String types, Handle bootstrap, Object... arguments) {
          for (Object each : arguments) {
            if (each instanceof Handle handle
                && handle.getTag() == Opcodes.H_INVOKESTATIC
                && isWrapper(handle.getOwner())) {
              methods.add(member(handle.getOwner(), handle.getName(), handle.getDesc()));
            }
          }
        }
      };
    }
  }

  private static Member member(String owner, String name, String descriptor) {
    return new Member(owner.replace('/', '.'), name, descriptor);
  }
}
