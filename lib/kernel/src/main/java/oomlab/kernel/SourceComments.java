package oomlab.kernel;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Documentation comments of classes on the class path, which JShell has for the JDK's own alone. A
 * jar's sources are in its {@code META-INF/sources}, or beside it in {@code NAME-sources.jar}, as
 * Maven names it; those of a folder of classes in its {@code META-INF/sources}.
 */
final class SourceComments {
  private static final String INSIDE = "META-INF/sources/";

  private final List<Path> classPath = new ArrayList<>();
  private final Map<String, Optional<Parsed>> parsed = new ConcurrentHashMap<>();

  private record Parsed(CompilationUnitTree unit, DocTrees trees) {}

  /** A member that a signature names: {@code parameters} are those of a method. */
  private record Named(String path, Optional<List<String>> parameters) {}

  /** Also looks there from now on. */
  synchronized void add(Path jarOrFolder) {
    classPath.add(jarOrFolder);
    parsed.clear();
  }

  /**
   * Returns the comment of what a signature names, without the asterisks.
   *
   * @param signature as JShell writes it: {@code int p.Type.method(String name)}, {@code
   *     p.Type.FIELD:int}, {@code p.Type}, {@code variable:p.Type}
   * @param imports what a simple name may mean, as {@code p.Type} or {@code p.*}
   */
  Optional<String> of(String signature, List<String> imports) {
    Named named = named(signature);
    List<String> parts = List.of(named.path().split("\\."));
    for (int types = parts.size(); types > 0; types--) {
      String name = String.join(".", parts.subList(0, types));
      Optional<Parsed> source = source(name, imports);
      if (source.isPresent()) {
        List<String> rest = parts.subList(types, parts.size());
        return comment(source.get(), name.substring(name.lastIndexOf('.') + 1), rest, named);
      }
    }
    return Optional.empty();
  }

  private static Named named(String signature) {
    String text = signature.replaceAll("<[^<>]*>", "").replaceAll("<[^<>]*>", "");
    int paren = text.indexOf('(');
    if (paren >= 0) {
      String before = text.substring(0, paren).strip();
      int end = text.indexOf(')', paren);
      String inside = text.substring(paren + 1, end < 0 ? text.length() : end).strip();
      List<String> names =
          inside.isEmpty()
              ? List.of()
              : Arrays.stream(inside.split(",")).map(SourceComments::lastWord).toList();
      return new Named(lastWord(before), Optional.of(names));
    }
    String before = text.replaceFirst(":.*", "").strip();
    boolean variable = text.contains(":") && !before.contains(".");
    return new Named(
        variable ? text.substring(text.indexOf(':') + 1).strip() : before, Optional.empty());
  }

  private static String lastWord(String text) {
    String stripped = text.strip();
    return stripped.substring(stripped.lastIndexOf(' ') + 1);
  }

  private Optional<Parsed> source(String name, List<String> imports) {
    List<String> all = new ArrayList<>(List.of(name));
    for (String each : imports) {
      if (each.endsWith("." + name)) {
        all.add(each);
      } else if (each.endsWith(".*")) {
        all.add(each.substring(0, each.length() - 1) + name);
      }
    }
    return all.stream()
        .map(each -> parsed.computeIfAbsent(each, this::read))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private synchronized Optional<Parsed> read(String type) {
    String file = type.replace('.', '/') + ".java";
    for (Path each : classPath) {
      String name = each.toString();
      Optional<String> text =
          Files.isDirectory(each)
              ? inFolder(each.resolve(INSIDE + file))
              : inJar(each, INSIDE + file)
                  .or(() -> inJar(Path.of(name.replaceFirst("\\.jar$", "-sources.jar")), file));
      if (text.isPresent()) {
        return text.flatMap(SourceComments::parse);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inFolder(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> inJar(Path jar, String entry) {
    if (!Files.isRegularFile(jar)) {
      return Optional.empty();
    }
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      return inFolder(files.getPath(entry));
    } catch (IOException | RuntimeException unreadable) {
      // Also what is no archive at all.
      return Optional.empty();
    }
  }

  private static Optional<Parsed> parse(String text) {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///S.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null,
                    ToolProvider.getSystemJavaCompiler()
                        .getStandardFileManager(null, null, StandardCharsets.UTF_8),
                    problem -> {},
                    List.of("-proc:none"),
                    null,
                    List.of(file));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      return Optional.of(new Parsed(unit, DocTrees.instance(task)));
    } catch (IOException impossible) {
      return Optional.empty();
    }
  }

  private static Optional<String> comment(
      Parsed source, String type, List<String> rest, Named named) {
    TreePath at = new TreePath(source.unit());
    Optional<TreePath> found = child(at, source.unit().getTypeDecls(), type);
    for (int i = 0; found.isPresent() && i < rest.size(); i++) {
      ClassTree owner = (ClassTree) found.get().getLeaf();
      TreePath ownerPath = found.get();
      String name = rest.get(i);
      Optional<TreePath> nested = child(ownerPath, owner.getMembers(), name);
      if (nested.isEmpty()) {
        return member(owner, name, named)
            .flatMap(tree -> text(source, new TreePath(ownerPath, tree)))
            .or(() -> text(source, ownerPath).flatMap(comment -> component(comment, name)));
      }
      found = nested;
    }
    return found.flatMap(path -> text(source, path));
  }

  private static Optional<String> text(Parsed source, TreePath path) {
    @Nullable String comment = source.trees().getDocComment(path);
    return Optional.ofNullable(comment).map(String::strip);
  }

  private static Optional<TreePath> child(TreePath at, List<? extends Tree> trees, String name) {
    return trees.stream()
        .filter(tree -> tree instanceof ClassTree type && type.getSimpleName().contentEquals(name))
        .map(tree -> new TreePath(at, tree))
        .findFirst();
  }

  private static Optional<Tree> member(ClassTree owner, String name, Named named) {
    List<? extends Tree> members = owner.getMembers();
    if (named.parameters().isEmpty()) {
      return members.stream()
          .filter(tree -> tree instanceof VariableTree f && f.getName().contentEquals(name))
          .<Tree>map(tree -> tree)
          .findFirst();
    }
    List<String> wanted = named.parameters().get();
    List<MethodTree> methods =
        members.stream()
            .filter(MethodTree.class::isInstance)
            .map(MethodTree.class::cast)
            .filter(method -> method.getName().contentEquals(name))
            .filter(method -> method.getParameters().size() == wanted.size())
            .toList();
    return methods.stream()
        .filter(method -> names(method).equals(wanted))
        .findFirst()
        .or(() -> methods.stream().findFirst())
        .map(method -> method);
  }

  private static List<String> names(MethodTree method) {
    return method.getParameters().stream().map(each -> each.getName().toString()).toList();
  }

  /** Returns what the comment of a record says of a component. */
  private static Optional<String> component(String comment, String name) {
    Pattern tag =
        Pattern.compile(
            "(?ms)^\\s*@param\\s+" + Pattern.quote(name) + "\\s+(.*?)\\s*(?=^\\s*@\\w|\\z)");
    Matcher matcher = tag.matcher(comment);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
