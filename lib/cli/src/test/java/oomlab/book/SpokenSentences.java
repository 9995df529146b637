package oomlab.book;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The sentences that the code gives to {@code Words.words} or marks with {@code Words.later}, by
 * the catalog that translates them; as xgettext would find them.
 */
final class SpokenSentences {
  private final Map<String, Set<String>> byCatalog = new TreeMap<>();

  private SpokenSentences() {}

  /** Reads all the sources below a folder of modules. */
  static Map<String, Set<String>> of(Path modules) throws IOException {
    SpokenSentences found = new SpokenSentences();
    List<Path> files;
    try (Stream<Path> all = Files.walk(modules)) {
      files =
          all.filter(f -> f.toString().endsWith(".java"))
              .filter(f -> f.toString().contains("/src/main/java/"))
              .sorted(Comparator.naturalOrder())
              .toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        found.read(unit, modules.relativize(Path.of(unit.getSourceFile().toUri().getPath())));
      }
    }
    return found.byCatalog;
  }

  private void read(CompilationUnitTree unit, Path file) {
    Set<String> sentences =
        byCatalog.computeIfAbsent(catalog(file.toString()), name -> new TreeSet<>());
    boolean imported =
        unit.getImports().stream()
            .anyMatch(i -> i.toString().contains("static oomlab.internal.text.Words."));
    unit.accept(
        new TreeScanner<Void, Integer>() {
          @Override
          public Void visitMethodInvocation(MethodInvocationTree call, Integer depth) {
            if (speaks(call.getMethodSelect(), imported) && !call.getArguments().isEmpty()) {
              sentences.addAll(constants(call.getArguments().get(0)));
            }
            return super.visitMethodInvocation(call, depth + 1);
          }
        },
        0);
  }

  private static boolean speaks(Tree method, boolean imported) {
    if (method instanceof IdentifierTree name) {
      return imported && name.getName().toString().matches("words|later|english");
    }
    return method instanceof MemberSelectTree member
        && member.getExpression().toString().equals("Words")
        && member.getIdentifier().toString().matches("words|later|english");
  }

  private static List<String> constants(ExpressionTree tree) {
    if (tree instanceof ConditionalExpressionTree either) {
      List<String> both = new ArrayList<>(constants(either.getTrueExpression()));
      both.addAll(constants(either.getFalseExpression()));
      return both;
    }
    return constant(tree).map(List::of).orElse(List.of());
  }

  private static Optional<String> constant(ExpressionTree tree) {
    if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
      return Optional.of(text);
    }
    if (tree instanceof ParenthesizedTree inner) {
      return constant(inner.getExpression());
    }
    if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return constant(sum.getLeftOperand())
          .flatMap(left -> constant(sum.getRightOperand()).map(right -> left + right));
    }
    return Optional.empty();
  }

  private static String catalog(String file) {
    String module = file.substring(0, file.indexOf('/'));
    return switch (module) {
      case "workbook" -> file.contains("/oomlab/check/") ? "questions" : "workbook";
      default -> module;
    };
  }
}
