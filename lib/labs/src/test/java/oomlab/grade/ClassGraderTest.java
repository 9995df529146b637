package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import oomlab.grade.GradedSubmission.Status;
import org.junit.jupiter.api.Test;

class ClassGraderTest {
  private final TreeMap<String, GradedSubmission> graded = new TreeMap<>();
  private final ConcurrentHashMap<String, Integer> tries = new ConcurrentHashMap<>();
  private final List<String> statements = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  /** What happens with a submission. */
  private interface Fate {
    void of(String name, int time) throws IOException;
  }

  private final ClassGrader.Listener listener =
      new ClassGrader.Listener() {
        @Override
        public void isolation(String statement) {
          statements.add(statement);
        }

        @Override
        public void graded(Submission submission, Grader.Result result) {
          assertThat(graded.put(submission.name(), result.graded())).isNull();
        }
      };

  private void grade(int jobs, Fate fate) throws Exception {
    List<ClassGrader.Todo> todo = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      todo.add(
          new ClassGrader.Todo(new Submission("s" + i, Path.of("none"), Optional.empty()), "k"));
    }
    new ClassGrader(() -> slot(fate)).grade(todo, jobs, listener);
  }

  private GradingSlot slot(Fate fate) {
    int number = opened.incrementAndGet();
    return new GradingSlot() {
      private boolean broken;

      @Override
      public String statement() {
        return "slot " + number;
      }

      @Override
      public Grader.Result grade(ClassGrader.Todo todo) throws IOException {
        assertThat(broken).isFalse();
        broken = true;
        String name = todo.submission().name();
        fate.of(name, tries.merge(name, 1, Integer::sum));
        broken = false;
        return Grader.Result.without(SyntheticClass.named(name));
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  private GradedSubmission of(String name) {
    return Objects.requireNonNull(graded.get(name));
  }

  private Status status(String name) {
    return of(name).status();
  }

  @Test
  void gradesAllInOneSlotEach() throws Exception {
    grade(2, (name, time) -> {});
    assertThat(graded.values()).hasSize(20).allMatch(GradedSubmission::graded);
    assertThat(statements).hasSize(1);
    assertThat(opened).hasValueBetween(1, 2);
    assertThat(closed).hasValue(opened.get());
  }

  @Test
  void oneThatBreaksTheGraderDoesNotStopTheOthers() throws Exception {
    grade(
        2,
        (name, time) -> {
          switch (name) {
            case "s3" -> throw new IllegalStateException("odd\nindeed");
            case "s4" -> throw new StackOverflowError();
            case "s5" -> throw new AssertionError("never");
            default -> {}
          }
        });
    assertThat(graded).hasSize(20);
    assertThat(graded.values()).filteredOn(GradedSubmission::graded).hasSize(17);
    assertThat(of("s3").status()).isEqualTo(Status.FAILED);
    assertThat(of("s3").why())
        .isEqualTo(
            "the grader could not cope with it: java.lang.IllegalStateException: odd indeed");
    assertThat(of("s4").why()).isEqualTo("something in it is nested too deeply");
    assertThat(of("s5").why()).contains("never");
    assertThat(tries).containsEntry("s3", 1);
    assertThat(closed).hasValue(opened.get());
  }

  @Test
  void triesAgainAtTheEndWhatThisMachineCouldNotRun() throws Exception {
    grade(
        2,
        (name, time) -> {
          boolean passes = time == 2 && graded.size() >= 17;
          if (name.equals("s0") && !passes) {
            throw new IOException("a student's process did not start");
          } else if (name.equals("s1") && !passes) {
            throw new OutOfMemoryError();
          } else if (name.equals("s2")) {
            throw new AccessDeniedException("s2/lab.ipynb");
          }
        });
    assertThat(status("s0")).isEqualTo(Status.GRADED);
    assertThat(status("s1")).isEqualTo(Status.GRADED);
    assertThat(status("s2")).isEqualTo(Status.NOT_RUN);
    assertThat(of("s2").why()).isEqualTo("AccessDenied: s2/lab.ipynb");
    assertThat(graded).hasSize(20);
    assertThat(tries).containsEntry("s2", 2).containsEntry("s5", 1);
  }

  @Test
  void whatTakesAllMemoryAloneFails() throws Exception {
    grade(
        2,
        (name, time) -> {
          if (name.equals("s7")) {
            throw new OutOfMemoryError();
          }
        });
    assertThat(status("s7")).isEqualTo(Status.FAILED);
    assertThat(of("s7").why()).contains("takes more memory");
    assertThat(graded.values()).filteredOn(GradedSubmission::graded).hasSize(19);
  }

  @Test
  void goesOnWithTheSlotsThatOpen() throws Exception {
    List<ClassGrader.Todo> todo =
        List.of(new ClassGrader.Todo(new Submission("a", Path.of("n"), Optional.empty()), "k"));
    AtomicInteger asked = new AtomicInteger();
    new ClassGrader(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new IOException("no memory for it");
              }
              return slot((name, time) -> {});
            })
        .grade(todo, 2, listener);
    assertThat(status("a")).isEqualTo(Status.GRADED);
  }

  @Test
  void saysOnceThatThisMachineCanRunNone() {
    List<ClassGrader.Todo> todo =
        List.of(new ClassGrader.Todo(new Submission("a", Path.of("n"), Optional.empty()), "k"));
    ClassGrader none =
        new ClassGrader(
            () -> {
              throw new IOException("the process did not start");
            });
    assertThatThrownBy(() -> none.grade(todo, 2, listener))
        .isInstanceOf(IOException.class)
        .hasMessage("the process did not start");
    assertThat(graded).isEmpty();
  }

  @Test
  void stopsWhenAResultCannotBeKept() {
    ClassGrader.Listener full =
        new ClassGrader.Listener() {
          @Override
          public void isolation(String statement) {}

          @Override
          public void graded(Submission submission, Grader.Result result) throws IOException {
            throw new IOException("the disk is full");
          }
        };
    List<ClassGrader.Todo> todo =
        List.of(new ClassGrader.Todo(new Submission("a", Path.of("n"), Optional.empty()), "k"));
    assertThatThrownBy(() -> new ClassGrader(() -> slot((name, time) -> {})).grade(todo, 1, full))
        .hasMessage("the disk is full");
    assertThat(closed).hasValue(opened.get());
  }
}
