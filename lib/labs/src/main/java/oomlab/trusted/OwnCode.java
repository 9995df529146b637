package oomlab.trusted;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Whether a record, an enum or an interface has code of its own, which is what a test of it judges.
 */
final class OwnCode extends ClassVisitor {
  private static final Set<String> OBJECTS = Set.of("equals", "hashCode", "toString");
  private static final Set<String> ENUMS = Set.of("values", "valueOf");

  private boolean found;

  private OwnCode() {
    super(Opcodes.ASM9);
  }

  /** Looks at what is declared, and at how a record's parts are written. */
  static boolean isIn(Class<?> type, byte[] classFile) {
    List<Method> declared =
        Arrays.stream(type.getDeclaredMethods()).filter(each -> !each.isSynthetic()).toList();
    if (type.isInterface()) {
      return declared.stream().anyMatch(each -> !Modifier.isAbstract(each.getModifiers()));
    }
    if (type.isEnum()) {
      return declared.stream().anyMatch(each -> !ENUMS.contains(each.getName()))
          || type.getDeclaredConstructors()[0].getParameterCount() > 2;
    }
    List<Method> parts =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getAccessor).toList();
    if (type.getDeclaredConstructors().length > 1
        || declared.stream()
            .anyMatch(each -> !parts.contains(each) && !OBJECTS.contains(each.getName()))) {
      return true;
    }
    OwnCode own = new OwnCode();
    new ClassReader(classFile).accept(own, ClassReader.SKIP_DEBUG);
    return own.found;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    boolean objects = OBJECTS.contains(name);
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitInvokeDynamicInsn(
          String called, String types, Handle bootstrap, Object... arguments) {
        found |= !objects || !bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods");
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String types, boolean isInterface) {
        found |= !owner.equals("java/lang/Record");
      }

      @Override
      public void visitJumpInsn(int opcode, Label label) {
        found = true;
      }

      @Override
      public void visitInsn(int opcode) {
        found |= opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN;
      }

      @Override
      public void visitLdcInsn(Object value) {
        found = true;
      }
    };
  }
}
