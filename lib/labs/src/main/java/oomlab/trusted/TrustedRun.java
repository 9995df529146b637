package oomlab.trusted;

import static oomlab.internal.text.Words.words;

import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import oomlab.kernel.CellClasses;
import oomlab.kernel.CompiledCell.Invoke;
import oomlab.kernel.CompiledCell.Load;
import oomlab.kernel.CompiledCell.Step;
import oomlab.kernel.Conversion;
import oomlab.kernel.GivenVariable;
import oomlab.kernel.LocalOutput;
import oomlab.kernel.NoPlainValueException;
import oomlab.kernel.RemoteCalls;
import oomlab.kernel.RemoteSession;
import oomlab.kernel.RemoteSession.CellOutcome;
import oomlab.trusted.TestPlan.Variable;
import org.jspecify.annotations.Nullable;

/** Runs the tests of one submission, and the instructor's cells that they need, in this JVM. */
public final class TrustedRun {
  private static final int FRAMES_SHOWN = 10;
  private static final byte[] UNKNOWN = {};

  private final TrustedAssignment assignment;
  private final LocalOutput output;
  private final long limitMillis;
  private final ClassLoader loader;
  private final CellClasses classes = new CellClasses();
  private final Map<String, GivenVariable> given = new HashMap<>();
  private final Set<Variable> students = new HashSet<>();
  private final Set<Field> mirrored = new LinkedHashSet<>();

  /** Variables whose value a test may change, each with what the student's process has. */
  private final Map<Field, byte[]> sent = new LinkedHashMap<>();

  private @Nullable RemoteCalls calls;
  private volatile int line;
  private volatile boolean settingUp;
  private boolean stuck;

  /**
   * Prepares for a submission.
   *
   * @param limitMillis how long a cell may run before this process is given up
   */
  public TrustedRun(TrustedAssignment assignment, LocalOutput output, long limitMillis) {
    this.assignment = assignment;
    this.output = output;
    this.limitMillis = limitMillis;
    this.loader = assignment.newLoader();
    for (String each : assignment.answers()) {
      classes.add(load(each));
    }
  }

  /** Tells whether a test goes on although it was given up: then this process is of no more use. */
  public boolean stuck() {
    return stuck;
  }

  /**
   * Runs an instructor's cell, as far as tests need it, and returns the variables that the
   * student's process need not compute. An error is the tests' own when they miss what it declares.
   */
  public Map<String, GivenVariable> setUp(RemoteSession session, String cell) {
    Optional<TestPlan> plan = assignment.plan(cell);
    if (plan.isEmpty()) {
      return Map.of();
    }
    given.clear();
    settingUp = true;
    CellOutcome ignored = session.run((reach, out) -> run(plan.get(), reach, out), e -> List.of());
    settingUp = false;
    return Map.copyOf(given);
  }

  /** Runs a test. */
  public CellOutcome test(RemoteSession session, String cell) {
    TestPlan plan = assignment.plan(cell).orElseThrow();
    return session.run(
        (reach, out) -> {
          List<String> wanted = new ArrayList<>(plan.methods());
          plan.variables().forEach(each -> wanted.add(each.name()));
          List<String> missing = reach.missing(wanted);
          if (!missing.isEmpty()) {
            throw new MissingDeclarationException(missing(missing.get(0)));
          }
          return run(plan, reach, out);
        },
        thrown -> places(cell, thrown));
  }

  private static String missing(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return words("the test needs the variable %s, which is not there", name);
    }
    String count = name.substring(slash + 1);
    return words(
        "the test needs a method %s with %s, which is not there",
        name.substring(0, slash),
        count.equals("1") ? words("one parameter") : words("%s parameters", count));
  }

  private List<String> places(String cell, Throwable thrown) {
    List<String> lines = new ArrayList<>();
    for (StackTraceElement frame : thrown.getStackTrace()) {
      boolean named = !frame.getMethodName().contains("$") && !frame.getMethodName().contains("<");
      if (frame.getClassName().startsWith(CellClasses.WRAPPERS)
          && named
          && lines.size() < FRAMES_SHOWN) {
        lines.add("    at " + frame.getMethodName());
      }
    }
    if (line > 0) {
      lines.add("    at (%s, line %d)".formatted(cell, line));
    }
    return lines;
  }

  private Optional<Object> run(TestPlan plan, RemoteCalls reach, BiConsumer<String, String> out)
      throws Throwable {
    calls = reach;
    line = 0;
    reach.use(classes, loader);
    AnswerCalls.of(this);
    FutureTask<Optional<Object>> task = new FutureTask<>(() -> steps(plan, out));
    Thread thread = new Thread(task, "test");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(limitMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    } catch (TimeoutException e) {
      stuck = true;
      throw e;
    } finally {
      output.to((type, text) -> {});
    }
  }

  private Optional<Object> steps(TestPlan plan, BiConsumer<String, String> out) throws Exception {
    output.to(out);
    mirrored.clear();
    sent.clear();
    for (Variable each : plan.variables()) {
      mirror(each);
    }
    for (Variable each : plan.reads()) {
      if (students.contains(each)) {
        mirror(each);
      }
    }
    for (Variable each : plan.sent()) {
      Field field = load(each.type()).getDeclaredField(each.name());
      field.setAccessible(true);
      sent.put(field, UNKNOWN);
    }
    Optional<Object> value = Optional.empty();
    for (Step step : plan.steps()) {
      if (step instanceof Load load) {
        load.classes().keySet().forEach(name -> classes.add(load(name)));
      } else if (step instanceof Invoke invoke && !plan.skipped().contains(invoke)) {
        value = invoke(invoke, out);
      }
    }
    return value;
  }

  private Optional<Object> invoke(Invoke invoke, BiConsumer<String, String> out) throws Exception {
    line = invoke.line();
    List<Map.Entry<String, String>> shown = new ArrayList<>();
    output.to(
        (type, text) -> {
          shown.add(Map.entry(type, text));
          out.accept(type, text);
        });
    Class<?> type = load(invoke.type());
    Method method = type.getDeclaredMethod(invoke.method());
    method.setAccessible(true);
    try {
      Object value = method.invoke(null);
      output.to(out);
      keep(type, shown);
      return invoke.isValue() ? Optional.ofNullable(value) : Optional.empty();
    } catch (InvocationTargetException e) {
      // What cannot be computed here may be there: a file of the student's was read, perhaps.
      if (settingUp) {
        variables(type)
            .forEach(each -> students.add(new Variable(type.getName(), each.getName(), false)));
      }
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Keeps what a statement has declared, as values for the student's process. */
  private void keep(Class<?> type, List<Map.Entry<String, String>> shown)
      throws IllegalAccessException {
    List<Field> declared = variables(type);
    if (declared.size() != 1) {
      return;
    }
    Field field = declared.get(0);
    try {
      given.put(field.getName(), new GivenVariable(LabValues.TYPES, field.get(null), shown));
    } catch (NoPlainValueException e) {
      // The student's process computes its own.
      given.remove(field.getName());
    }
  }

  private static List<Field> variables(Class<?> wrapper) {
    List<Field> found = new ArrayList<>();
    for (Field each : wrapper.getDeclaredFields()) {
      if (Modifier.isStatic(each.getModifiers()) && !each.isSynthetic()) {
        each.setAccessible(true);
        found.add(each);
      }
    }
    return found;
  }

  private void mirror(Variable variable) throws Exception {
    try {
      Field field = load(variable.type()).getDeclaredField(variable.name());
      field.setAccessible(true);
      pull(field);
      if (!variable.changes()) {
        mirrored.remove(field);
        sent.remove(field);
      }
    } catch (Error | Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void pull(Field field) throws Throwable {
    Object value = reach().read(field.getName());
    try {
      field.set(null, Conversion.to(value, field.getType()));
    } catch (ClassCastException | NullPointerException e) {
      throw new ClassCastException(
          words("the variable %s: %s", field.getName(), String.valueOf(e.getMessage())));
    }
    mirrored.add(field);
    sent.put(field, RemoteCalls.plain(LabValues.TYPES, field.get(null)));
  }

  /** Calls a method of the student's, in whose process variables are as they are here. */
  @Nullable Object call(String name, String descriptor, @Nullable Object[] arguments)
      throws Throwable {
    output.flush();
    for (Map.Entry<Field, byte[]> each : List.copyOf(sent.entrySet())) {
      byte[] now = RemoteCalls.plain(LabValues.TYPES, each.getKey().get(null));
      if (!Arrays.equals(each.getValue(), now)) {
        reach().assign(each.getKey().getName(), each.getKey().get(null));
        sent.put(each.getKey(), now);
      }
    }
    Object result = reach().call(name, arguments);
    for (Field each : List.copyOf(mirrored)) {
      pull(each);
    }
    Class<?> type = MethodType.fromMethodDescriptorString(descriptor, loader).returnType();
    try {
      return Conversion.to(result, type);
    } catch (ClassCastException | NullPointerException e) {
      throw new ClassCastException(
          words("the result of %s: %s", name, String.valueOf(e.getMessage())));
    }
  }

  private RemoteCalls reach() {
    if (calls == null) {
      throw new IllegalStateException("no test runs");
    }
    return calls;
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
