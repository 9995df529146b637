package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import oomlab.kernel.RemoteSession.CellOutcome;
import oomlab.kernel.RemoteSession.End;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteSessionTest {
  private static final RemoteSession.Limits LIMITS = new RemoteSession.Limits(20_000, 100_000);
  private static final ValueTypes TYPES = new ValueTypes(type -> false, List.of());

  @TempDir private Path folder = Path.of("");
  private Process host;
  private SocketChannel channel;
  private RemoteSession session;

  @BeforeEach
  void start() throws Exception {
    Path socket = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      host =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CellHost.class.getName(),
                  socket.toString())
              .inheritIO()
              .start();
      channel = server.accept();
    }
    session = RemoteSession.open(channel, LIMITS, TYPES);
  }

  @AfterEach
  void end() throws Exception {
    channel.close();
    host.destroyForcibly();
    assertThat(host.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void showsWhatACellPrintsAndComesTo() {
    CellOutcome cell =
        session.run("System.out.println(\"a\"); System.err.print(\"b\"); 1.5", "one");

    assertThat(cell.end()).isEqualTo(End.DONE);
    assertThat(cell.outputs())
        .containsExactly(
            "{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"a\\n\"}",
            "{\"output_type\":\"stream\",\"name\":\"stderr\",\"text\":\"b\"}",
            "{\"data\":{\"text/plain\":\"1.5\"},\"metadata\":{},\"output_type\":\"execute_result\","
                + "\"execution_count\":1}");
  }

  @Test
  void threadsOfACellFailInSilence() {
    String cell =
        "var t = new Thread(() -> { throw new IllegalStateException(); }); t.start(); t.join();";

    assertThat(session.run(cell, "one").outputs()).isEmpty();
  }

  @Test
  void keepsDefinitionsFromCellToCell() {
    session.run("int twice(int n) { return 2 * n; }\nvar list = List.of(1, 2);", "one");

    assertThat(session.run("twice(list.size())", "two").outputs().toString()).contains("\"4\"");
  }

  @Test
  void tellsErrorsAsTheKernelDoes() {
    assertThat(session.run("int a = nowhere;", "one").outputs().toString())
        .contains("CompilationException", "nowhere");
    assertThat(
            session
                .run("throw new java.io.IOException(\"x\", new Error(\"y\"));", "two")
                .outputs()
                .toString())
        .contains("java.io.IOException", "Caused by: ", "java.lang.Error", "(two, line 1)");
    assertThat(session.run("void f() { g(); }\nf();", "three").outputs().toString())
        .contains("UnresolvedReferenceException");
  }

  @Test
  void saysThatTheHostDied() {
    session.run("int a = 1;", "one");

    CellOutcome cell = session.run("int b = 2;\nSystem.exit(0);\nint c = 3;", "two");

    assertThat(cell.end()).isEqualTo(End.DIED);
    assertThat(cell.completed()).isEqualTo("int b = 2;".length());
  }

  @Test
  void saysThatACellDidNotEnd() {
    session = RemoteSession.open(channel, new RemoteSession.Limits(500, 1000), TYPES);

    CellOutcome cell = session.run("while (true) { }", "loop");

    assertThat(cell.end()).isEqualTo(End.TIMED_OUT);
    assertThat(cell.outputs().toString()).contains("EvaluationTimeoutException");
  }

  /** Runs a test that returns what a call gives. */
  private CellOutcome call(String name, Object... arguments) {
    return session.run(
        (calls, output) -> Optional.ofNullable(calls.call(name, arguments)), e -> List.of());
  }

  @Test
  void callsAMethodWithValues() {
    session.run(
        """
        record Pair(int left, List<String> right) {}
        String told(long n, List<Integer> list, Map<String, int[]> map) {
          return n + " " + list + " " + map.get("a")[1];
        }
        List<Pair> pairs() { return List.of(new Pair(1, List.of("x"))); }
        Integer boxed(int n) { return n * 1000; }
        """,
        "one");

    assertThat(call("told", 5, List.of(1, 2), Map.of("a", new int[] {7, 8})).outputs().toString())
        .contains("5 [1, 2] 8");
    assertThat(call("boxed", 3L).outputs().toString()).contains("3000");
    assertThat(call("boxed", 'A').outputs().toString()).contains("65000");
    assertThat(call("pairs").outputs().toString())
        .contains("something that is no value", "ClassNotFoundException: Pair");
  }

  @Test
  void saysWhatAMethodNeedsThatIsNotDefined() {
    session.run(
        "int inner() { return nowhere(1) + gone; }\nint outer() { return inner(); }", "one");

    for (String each : List.of("inner", "outer")) {
      assertThat(call(each).outputs().toString())
          .contains("inner needs what is not defined: method nowhere(int), variable gone");
    }
  }

  @Test
  void callsTheMethodThatJavaWouldChoose() {
    session.run(
        """
        String f(List<Integer> l) { return "list"; }
        String f(Collection<Integer> c) { return "collection"; }
        String f(Object o) { return "object"; }
        String g(long n) { return "primitive"; }
        String g(Long n) { return "boxed"; }
        String h(int... n) { return "any " + n.length; }
        String h(int n) { return "one"; }
        String h(String s, long... n) { return s + Arrays.toString(n); }
        """,
        "one");

    assertThat(call("f", List.of(1)).outputs().toString()).contains("\"list\"");
    assertThat(call("f", Set.of(1)).outputs().toString()).contains("\"collection\"");
    assertThat(call("f", "x").outputs().toString()).contains("\"object\"");
    assertThat(call("g", 5L).outputs().toString()).contains("\"primitive\"");
    assertThat(call("h", 1).outputs().toString()).contains("\"one\"");
    assertThat(call("h", 1, 2).outputs().toString()).contains("\"any 2\"");
    assertThat(call("h", "s", 1, 2L).outputs().toString()).contains("\"s[1, 2]\"");
    assertThat(call("h").outputs().toString()).contains("\"any 0\"");
    assertThat(call("h", new int[3]).outputs().toString()).contains("\"any 3\"");
  }

  @Test
  void callsBackAnObjectThatStays() {
    session.run(
        """
        long sum(java.util.function.IntUnaryOperator f, Comparator<String> order) {
          return f.applyAsInt(3) + order.reversed().compare("a", "b");
        }
        int failing(Callable<Integer> c) {
          try { return c.call(); } catch (Exception e) {
            throw new UnsupportedOperationException(e.getClass().getSimpleName() + e.getMessage());
          }
        }
        """,
        "one");

    assertThat(
            call(
                    "sum",
                    (java.util.function.IntUnaryOperator) n -> n * 10,
                    Comparator.<String>naturalOrder())
                .outputs()
                .toString())
        .contains("\"31\"");
    assertThat(
            call(
                    "failing",
                    (Callable<Integer>)
                        () -> {
                          throw new java.io.IOException("gone");
                        })
                .outputs()
                .toString())
        .contains("java.lang.UnsupportedOperationException", "IOExceptiongone");
  }

  @Test
  void givesBackWhatAMethodChangesOfItsArguments() {
    session.run("void fill(int[] a, List<String> l) { Arrays.fill(a, 4); l.add(\"new\"); }", "one");
    int[] numbers = new int[3];
    List<String> list = new ArrayList<>(List.of("old"));

    call("fill", numbers, list);

    assertThat(numbers).containsExactly(4, 4, 4);
    assertThat(list).containsExactly("old", "new");
  }

  @Test
  void keepsTheOrderOfAComparatorOrSaysThatItCannot() {
    session.run(
        """
        TreeMap<String, Integer> down() {
          var map = new TreeMap<String, Integer>(Comparator.reverseOrder());
          map.put("a", 1); map.put("c", 3); map.put("b", 2);
          return map;
        }
        TreeSet<String> byLength() {
          var set = new TreeSet<String>(Comparator.comparing(String::length));
          set.addAll(List.of("zz", "yyy", "x"));
          return set;
        }
        String first(TreeMap<String, Integer> map) { return map.firstKey(); }
        """,
        "one");
    CellOutcome test =
        session.run(
            (calls, output) -> {
              Object down = Conversion.to(calls.call("down", new Object[0]), TreeMap.class);
              assertThat(down).hasToString("{c=3, b=2, a=1}");
              assertThat(down).isInstanceOf(TreeMap.class);
              Object set = calls.call("byLength", new Object[0]);
              assertThat(Conversion.to(set, Set.class)).hasToString("[x, zz, yyy]");
              assertThatThrownBy(() -> Conversion.to(set, TreeSet.class))
                  .hasMessageContaining("a comparator, which cannot be sent");
              TreeMap<String, Integer> map = new TreeMap<>(Comparator.reverseOrder());
              map.putAll(Map.of("a", 1, "b", 2));
              assertThat(calls.call("first", new Object[] {map})).isEqualTo("b");
              return Optional.empty();
            },
            thrown -> List.of(thrown.toString()));

    assertThat(test.outputs()).isEmpty();
  }

  @Test
  void convertsAsAnAssignmentDoes() {
    session.run(
        """
        int code(int c) { return c + 1; }
        char letter() { return 'b'; }
        float tenth() { return 0.1f; }
        long wide() { return 9007199254740993L; }
        int first(TreeMap<Integer, Integer> m, Deque<Integer> d) { return m.firstKey() + d.peekLast(); }
        """,
        "one");

    assertThat(call("code", 'a').outputs().toString()).contains("\"98\"");
    assertThat(call("first", Map.of(3, 0, 2, 0), List.of(8, 5)).outputs().toString())
        .contains("\"7\"");
    assertThat(Conversion.to('b', int.class)).isEqualTo(98);
    assertThat(Conversion.to(0.1f, double.class)).isEqualTo((double) 0.1f);
    assertThat(Conversion.to(9007199254740993L, double.class)).isEqualTo(9007199254740992.0);
    assertThat(Conversion.converts(2.5, int.class)).isFalse();
    assertThat(Conversion.converts(List.of(), java.util.HashSet.class)).isFalse();
  }

  @Test
  void choosesTheOverloadedMethodThatJavaChooses() {
    session.run(
        "String kind(List<?> l) { return \"narrow\"; }\nString kind(Object o) { return \"wide\"; }",
        "one");

    assertThat(call("kind", List.of(1)).outputs().toString()).contains("narrow");
    assertThat(call("kind", 1).outputs().toString()).contains("wide");
  }

  @Test
  void runsADefaultMethodThatTakesALambdaWhereItIsCalled() {
    session.run(
        "boolean small(java.util.function.Predicate<Integer> p) { return p.and(n -> n < 9).test(4); }",
        "one");

    assertThat(
            call("small", (java.util.function.Predicate<Integer>) n -> n > 3).outputs().toString())
        .contains("true");
  }

  @Test
  void throwsWhatWasThrown() {
    session.run(
        """
        class Full extends RuntimeException { Full(String m) { super(m); } }
        int io() { throw new UncheckedIOException(new IOException("x")); }
        int day() { return java.time.LocalDate.parse("x").getYear(); }
        String caught(Runnable r) {
          try { r.run(); return "none"; } catch (OutOfMemoryError e) { return "caught"; }
        }
        """,
        "one");

    assertThat(call("io").outputs().toString()).contains("java.io.UncheckedIOException");
    assertThat(call("day").outputs().toString()).contains("DateTimeParseException");
    assertThat(
            call(
                    "caught",
                    (Runnable)
                        () -> {
                          throw new OutOfMemoryError("of a test");
                        })
                .outputs()
                .toString())
        .contains("caught");
  }

  @Test
  void takesLargeNumbersInTimeAndNoneThatIsToBeFeared() {
    session.run(
        """
        java.math.BigInteger large() { return java.math.BigInteger.ONE.shiftLeft(60_000_000); }
        java.math.BigDecimal exact() { return new java.math.BigDecimal("-12.50"); }
        java.math.BigDecimal vast() { return new java.math.BigDecimal("1E+2147483647"); }
        """,
        "one");

    CellOutcome large =
        session.run(
            (calls, output) ->
                Optional.of(
                    ((java.math.BigInteger)
                            java.util.Objects.requireNonNull(calls.call("large", new Object[0])))
                        .bitLength()),
            e -> List.of());
    assertThat(large.outputs().toString()).contains("60000001");
    assertThat(call("exact").outputs().toString()).contains("-12.50");
    assertThat(call("vast").outputs().toString()).contains("NoPlainValueException");
  }

  @Test
  void readsNoArrayThatIsLongerThanItIsSaidToBe() throws Exception {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    java.io.DataOutputStream out = new java.io.DataOutputStream(bytes);
    out.writeByte('A');
    out.writeInt(4);
    out.writeChars("byte");
    out.writeInt(Integer.MAX_VALUE);
    ValueReader reader =
        new ValueReader(
            TYPES,
            new ValueLinks() {
              @Override
              public Class<?> find(String name) throws ClassNotFoundException {
                throw new ClassNotFoundException(name);
              }

              @Override
              public java.util.OptionalInt number(Object value) {
                return java.util.OptionalInt.empty();
              }

              @Override
              public Object standIn(int number, List<Class<?>> interfaces) {
                throw new NoPlainValueException("none");
              }
            },
            false);

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> reader.read(bytes.toByteArray()))
        .isInstanceOf(NoPlainValueException.class);
  }

  @Test
  void takesNothingButPlainValues() {
    session.run(
        """
        Runnable lambda() { return () -> {}; }
        Object deep() { List<Object> l = new ArrayList<>(); for (int i = 0; i < 500; i++) l = new ArrayList<>(List.of(l)); return l; }
        Object endless() { return new AbstractList<Integer>() {
          public int size() { return Integer.MAX_VALUE; } public Integer get(int i) { return i; } }; }
        Object thrower() { return new AbstractList<Integer>() {
          public int size() { throw new IllegalStateException("size"); } public Integer get(int i) { return i; } }; }
        """,
        "one");

    assertThat(call("lambda").outputs().toString()).contains("an object of the class");
    assertThat(call("deep").outputs().toString()).contains("nested more than 100 deep");
    assertThat(call("endless").outputs().toString()).contains("more than 2000000 parts");
    assertThat(call("thrower").outputs().toString()).contains("IllegalStateException");
    assertThat(call("nowhere", 1).outputs().toString()).contains("there is no method nowhere");
    assertThat(session.run("1 + 1", "two").outputs().toString()).contains("\"2\"");
  }

  @Test
  void readsAndSetsVariables() {
    session.run("int n = 4; String s; int twice() { return 2 * n; }", "one");

    CellOutcome cell =
        session.run(
            (calls, output) -> {
              calls.assign("n", 21);
              return Optional.of(
                  calls.call("twice", new Object[0])
                      + " "
                      + calls.read("s")
                      + " "
                      + calls.missing(List.of("n", "m", "twice/0", "twice/1")));
            },
            e -> List.of());

    assertThat(cell.outputs().toString()).contains("42 null [m, twice/1]");
  }

  @Test
  void givesUpAMethodThatDoesNotEnd() {
    session = RemoteSession.open(channel, new RemoteSession.Limits(500, 1000), TYPES);
    session.run("int loop() { while (true) { } }", "one");

    assertThat(call("loop").end()).isEqualTo(End.TIMED_OUT);
  }

  @Test
  void dropsWhatIsTooMuchOutput() {
    CellOutcome cell =
        session.run("for (int i = 0; i < 100_000; i++) System.out.println(i);", "flood");

    assertThat(cell.end()).isEqualTo(End.DONE);
    assertThat(cell.flooded()).isTrue();
    assertThat(cell.outputs().toString().length()).isLessThan(120_000);
  }

  @Test
  void takesNoAnswerButTheHostsOwn() {
    CellOutcome cell =
        session.run(
            """
            var field = Class.forName("oomlab.kernel.Display").getDeclaredField("publisher");
            field.setAccessible(true);
            var publisher = ((Optional<java.util.function.BiConsumer>) field.get(null)).get();
            Object queue = null;
            for (var f : publisher.getClass().getDeclaredFields()) {
              f.setAccessible(true);
              if (f.get(publisher).getClass().getSimpleName().equals("HostOutput")) {
                queue = f.get(publisher);
              }
            }
            var send = queue.getClass().getDeclaredMethod("send", byte[].class);
            send.setAccessible(true);
            var forged = new ByteArrayOutputStream();
            var out = new DataOutputStream(forged);
            out.writeInt('A'); out.write(new byte[16]); out.writeInt('V'); out.writeInt(0);
            send.invoke(queue, (Object) forged.toByteArray());
            Thread.sleep(1000);
            """,
            "forger");

    assertThat(cell.end()).isEqualTo(End.BROKEN);
  }
}
