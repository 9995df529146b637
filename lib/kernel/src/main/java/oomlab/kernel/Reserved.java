package oomlab.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.ImportSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Names that a guest must not declare, because the owner's cells mean something else by them: a
 * method would overload theirs, a type would hide theirs, a variable would obscure a type or a
 * package (Java Language Specification, 6.4).
 *
 * @param methods of methods, and what is imported statically
 * @param types of types and packages
 * @param variables of variables
 */
record Reserved(Set<String> methods, Set<String> types, Set<String> variables) {
  /** A name without a dot before it, if it is called, is a type's, or begins a package's. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![\\w$.])(?:(?<method>[A-Za-z_$][\\w$]*)\\s*\\("
              + "|(?<type>[A-Z][\\w$]*[a-z][\\w$]*)"
              + "|(?<root>[a-z]\\w*)(?=(?:\\s*\\.\\s*[a-z]\\w*)+\\s*\\.\\s*[A-Z]))");

  private static final String SNIPPETS = "REPL.";

  Reserved {
    methods = Set.copyOf(methods);
    types = Set.copyOf(types);
    variables = Set.copyOf(variables);
  }

  /** Reads the owner's sources. */
  static Reserved of(RemoteSession.Owner owner, SourceCodeAnalysis analysis) {
    Set<String> methods = new HashSet<>();
    Set<String> types = new HashSet<>();
    List<String> all = new ArrayList<>(owner.setup());
    all.addAll(owner.tests());
    for (String source : all) {
      used(source, methods, types);
    }
    Set<String> variables = declared(owner.setup(), VarSnippet.class, analysis);
    // What a test declares is its own again each time it runs.
    types.removeAll(declared(owner.tests(), VarSnippet.class, analysis));
    types.addAll(declared(owner.setup(), TypeDeclSnippet.class, analysis));
    methods.removeAll(declared(owner.answers(), MethodSnippet.class, analysis));
    types.removeAll(declared(owner.answers(), TypeDeclSnippet.class, analysis));
    types.removeAll(declared(owner.answers(), VarSnippet.class, analysis));
    types.removeAll(variables);
    return new Reserved(methods, types, variables);
  }

  /** Returns the reserved name that a guest's snippet would take, if it does. */
  Optional<String> taken(Snippet snippet) {
    if (snippet instanceof MethodSnippet method) {
      return in(methods, method.name());
    }
    if (snippet instanceof TypeDeclSnippet type) {
      return in(types, type.name()).or(() -> in(variables, type.name()));
    }
    if (snippet instanceof VarSnippet variable) {
      return in(variables, variable.name()).or(() -> in(types, variable.name()));
    }
    if (snippet instanceof ImportSnippet imported && imported.fullname().startsWith(SNIPPETS)) {
      return Optional.of(imported.fullname());
    }
    return Optional.empty();
  }

  private static Optional<String> in(Set<String> names, String name) {
    return names.contains(name) ? Optional.of(name) : Optional.empty();
  }

  private static void used(String source, Set<String> methods, Set<String> types) {
    boolean[] code = MagicSource.codePositions(source);
    Matcher found = NAME.matcher(source);
    while (found.find()) {
      if (code[found.start()]) {
        add(methods, found.group("method"));
        add(types, found.group("type"));
        add(types, found.group("root"));
      }
    }
  }

  private static void add(Set<String> names, @Nullable String name) {
    if (name != null) {
      names.add(name);
    }
  }

  private static <T extends Snippet> Set<String> declared(
      List<String> sources, Class<T> kind, SourceCodeAnalysis analysis) {
    Set<String> names = new LinkedHashSet<>();
    for (String source : sources) {
      String rest = MagicSource.withoutMagics(source, call -> {});
      while (!rest.isBlank()) {
        CompletionInfo info = analysis.analyzeCompletion(rest);
        if (!info.completeness().isComplete()) {
          break;
        }
        for (Snippet snippet : analysis.sourceToSnippets(info.source())) {
          if (kind.isInstance(snippet)) {
            names.add(name(snippet));
          }
        }
        rest = info.remaining();
      }
    }
    return names;
  }

  private static String name(Snippet snippet) {
    return snippet instanceof MethodSnippet method
        ? method.name()
        : snippet instanceof TypeDeclSnippet type
            ? type.name()
            : snippet instanceof VarSnippet variable ? variable.name() : "";
  }
}
