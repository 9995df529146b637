package oomlab.trusted;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import oomlab.kernel.CellClasses;
import oomlab.kernel.CellCompiler;
import oomlab.kernel.CompiledCell;
import oomlab.kernel.CompiledCell.Invoke;
import oomlab.kernel.CompiledCell.Load;
import oomlab.kernel.CompiledCell.Step;
import oomlab.trusted.CellReferences.Member;
import oomlab.trusted.SourceCell.Role;
import oomlab.trusted.TestPlan.Variable;

/**
 * An assignment's cells, compiled once for all submissions: tests and what they need, with the
 * student's methods in the place of the solutions'.
 */
public final class TrustedAssignment {
  private final PlainTypes plain = new PlainTypes(LabValues.TYPES);
  private final Map<String, byte[]> classFiles = new LinkedHashMap<>();
  private final Map<String, Role> roles = new HashMap<>();
  private final Map<String, TestPlan> plans = new LinkedHashMap<>();
  private final Map<String, String> obstacles = new LinkedHashMap<>();
  private final Map<String, CellReferences> references = new HashMap<>();
  private final ClassLoader loader;

  private TrustedAssignment(List<SourceCell> cells) {
    List<CompiledCell> compiled =
        CellCompiler.compile(
            cells.stream()
                .map(each -> new CellCompiler.Source(each.name(), each.source()))
                .toList());
    for (int i = 0; i < cells.size(); i++) {
      for (Step step : compiled.get(i).steps()) {
        if (step instanceof Load load) {
          for (Map.Entry<String, byte[]> each : load.classes().entrySet()) {
            classFiles.put(each.getKey(), each.getValue());
            roles.putIfAbsent(declaration(each.getKey()), cells.get(i).role());
          }
        }
      }
    }
    loader = new CellLoader(Map.copyOf(classFiles));
    classFiles.forEach((name, bytes) -> references.put(name, CellReferences.of(List.of(bytes))));
    Set<Invoke> skipped = skipped(cells, compiled);
    for (int i = 0; i < cells.size(); i++) {
      SourceCell cell = cells.get(i);
      if (cell.role() != Role.ANSWER) {
        TestPlan plan = plan(compiled.get(i), skipped);
        plans.put(cell.name(), plan);
        if (cell.role() == Role.TEST) {
          plan.obstacle().ifPresent(why -> obstacles.put(cell.name(), why));
        }
      }
    }
    classFiles.replaceAll(
        (name, bytes) ->
            role(name) == Role.ANSWER && CellClasses.isWrapper(name)
                ? AnswerStubs.of(bytes)
                : bytes);
  }

  /** Compiles an assignment; runs nothing. */
  public static TrustedAssignment of(List<SourceCell> cells) {
    return new TrustedAssignment(cells);
  }

  /** Returns the tests that can only run in the student's process, each with the reason. */
  public Map<String, String> obstacles() {
    return Collections.unmodifiableMap(obstacles);
  }

  /** Returns what is to be done for a cell; empty for an answer, or a cell that is not known. */
  Optional<TestPlan> plan(String cell) {
    return Optional.ofNullable(plans.get(cell));
  }

  /** Returns a new loader of the cells' classes, whose variables are as if nothing had run. */
  ClassLoader newLoader() {
    return new CellLoader(classFiles);
  }

  /** Returns the classes around the declarations of answers, in their order. */
  List<String> answers() {
    return classFiles.keySet().stream()
        .filter(name -> CellClasses.isWrapper(name) && role(name) == Role.ANSWER)
        .toList();
  }

  /** Loads classes of cells from their bytes. */
  private static final class CellLoader extends ClassLoader {
    private final Map<String, byte[]> bytes;

    CellLoader(Map<String, byte[]> bytes) {
      super(TrustedAssignment.class.getClassLoader());
      this.bytes = bytes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] found = bytes.get(name);
      if (found == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, found, 0, found.length);
    }
  }

  /** A redefined declaration has the same number, with a letter more. */
  private static String declaration(String name) {
    return name.replaceFirst("^(REPL\\.\\$JShell\\$\\d+).*", "$1");
  }

  private Role role(String name) {
    return roles.getOrDefault(declaration(name), Role.SETUP);
  }

  /** What classes of cells use, and what the instructor's classes among these use. */
  private CellReferences closure(Collection<String> from) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> next = new ArrayList<>(from);
    List<byte[]> files = new ArrayList<>();
    while (!next.isEmpty()) {
      String name = next.remove(next.size() - 1);
      CellReferences found = references.get(name);
      if (found != null && seen.add(name)) {
        files.add(classFiles.getOrDefault(name, new byte[0]));
        found.classes().stream().filter(each -> role(each) != Role.ANSWER).forEach(next::add);
      }
    }
    return CellReferences.of(files);
  }

  private TestPlan plan(CompiledCell cell, Set<Invoke> skipped) {
    List<String> own = new ArrayList<>();
    for (Step step : cell.steps()) {
      if (step instanceof Load load) {
        own.addAll(load.classes().keySet());
      }
    }
    CellReferences uses = closure(own);
    Set<String> methods = new LinkedHashSet<>();
    List<String> obstacles = new ArrayList<>();
    cell.error().ifPresent(why -> obstacles.add("it does not compile with the solutions: " + why));
    for (Member each : uses.methods()) {
      if (role(each.type()) == Role.ANSWER) {
        Method method = method(each);
        methods.add(method.getName() + "/" + method.getParameterCount());
        obstacle(method).ifPresent(obstacles::add);
      }
    }
    List<Variable> variables = new ArrayList<>();
    Set<Variable> reads = new HashSet<>();
    Set<Variable> sent = new HashSet<>();
    for (Member each : uses.variables()) {
      Field field = field(each);
      if (role(each.type()) == Role.ANSWER || changed(each, field)) {
        variables.add(new Variable(each.type(), each.name(), usedByAnswers(each)));
        plain
            .obstacle(field.getGenericType())
            .ifPresent(
                type ->
                    obstacles.add(
                        "the variable %s holds an object of the class %s"
                            .formatted(field.getName(), type)));
      } else {
        reads.add(new Variable(each.type(), each.name(), false));
        if (usedByAnswers(each) && uses.assigned().contains(each)) {
          sent.add(new Variable(each.type(), each.name(), false));
        }
      }
    }
    for (String name : uses.classes()) {
      if (role(name) == Role.ANSWER && !CellClasses.isWrapper(name)) {
        ownType(name).ifPresent(obstacles::add);
        if (methods.isEmpty() && variables.isEmpty()) {
          obstacles.add("it uses nothing but types that students write");
        }
      }
    }
    return new TestPlan(
        cell.steps(), skipped, methods, variables, reads, sent, obstacles.stream().findFirst());
  }

  private Optional<String> obstacle(Method method) {
    Optional<String> result =
        method.getReturnType() == void.class
            ? Optional.empty()
            : plain
                .obstacle(method.getGenericReturnType())
                .map(
                    type ->
                        "%s returns an object of the class %s".formatted(method.getName(), type));
    if (result.isPresent()) {
      return result;
    }
    for (Type each : method.getGenericParameterTypes()) {
      Optional<String> found = plain.parameterObstacle(each);
      if (found.isPresent()) {
        return Optional.of(
            "%s takes an object of the class %s".formatted(method.getName(), found.get()));
      }
    }
    return Optional.empty();
  }

  /** A class that students write has an identity and behaviour, which no value has. */
  private Optional<String> ownType(String name) {
    Class<?> type = load(name);
    boolean data = type.isRecord() || type.isEnum() || type.isInterface();
    return (data && !OwnCode.isIn(type, classFiles.getOrDefault(name, new byte[0])))
            || (type.isAnonymousClass() && !type.getSuperclass().isEnum())
        ? Optional.empty()
        : Optional.of("it uses the class %s, which students write".formatted(type.getSimpleName()));
  }

  /** Whether answers are to change a variable of the instructor's, or may by its content. */
  private boolean changed(Member variable, Field field) {
    boolean container =
        field.getType().isArray()
            || Collection.class.isAssignableFrom(field.getType())
            || Map.class.isAssignableFrom(field.getType())
            || field.getType() == StringBuilder.class;
    return references.entrySet().stream()
        .filter(each -> role(each.getKey()) == Role.ANSWER)
        .anyMatch(
            each ->
                each.getValue().assigned().contains(variable)
                    || (container && each.getValue().variables().contains(variable)));
  }

  private boolean usedByAnswers(Member variable) {
    return references.entrySet().stream()
        .filter(each -> role(each.getKey()) == Role.ANSWER)
        .filter(each -> !each.getKey().equals(variable.type()))
        .anyMatch(each -> each.getValue().variables().contains(variable));
  }

  /**
   * Statements of the instructor's that only look at what students have written: no test reads a
   * variable that they touch.
   */
  private Set<Invoke> skipped(List<SourceCell> cells, List<CompiledCell> compiled) {
    Set<Member> read = new HashSet<>();
    Map<Invoke, CellReferences> looking = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      for (Step step : compiled.get(i).steps()) {
        if (!(step instanceof Invoke invoke) || cells.get(i).role() == Role.ANSWER) {
          continue;
        }
        CellReferences uses = closure(List.of(invoke.type()));
        boolean answers =
            uses.methods().stream().anyMatch(each -> role(each.type()) == Role.ANSWER);
        if (cells.get(i).role() == Role.SETUP && answers) {
          looking.put(invoke, uses);
        } else {
          read.addAll(uses.variables());
        }
      }
    }
    boolean more = true;
    while (more) {
      more = false;
      for (Map.Entry<Invoke, CellReferences> each : List.copyOf(looking.entrySet())) {
        Set<Member> touched = new HashSet<>(each.getValue().variables());
        touched.retainAll(read);
        if (!touched.isEmpty()) {
          looking.remove(each.getKey());
          more |= read.addAll(each.getValue().variables());
        }
      }
    }
    return looking.keySet();
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private Method method(Member called) {
    for (Method each : load(called.type()).getDeclaredMethods()) {
      if (each.getName().equals(called.name())
          && org.objectweb.asm.Type.getMethodDescriptor(each).equals(called.descriptor())) {
        return each;
      }
    }
    throw new IllegalStateException("no method " + called);
  }

  private Field field(Member variable) {
    try {
      return load(variable.type()).getDeclaredField(variable.name());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
