package oomlab.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {
  @Test
  void givesOutTheTotalAndNoMore() {
    Budget budget = Budget.of(25);
    assertThat(budget.take(10)).isEqualTo(10);
    assertThat(budget.take(10)).isEqualTo(10);
    assertThat(budget.take(10)).isEqualTo(5);
    assertThat(budget.take(10)).isZero();
    assertThat(budget.take(10)).isZero();
  }

  @Test
  void isEndlessUntilStopped() {
    Budget budget = Budget.endless();
    assertThat(budget.take(10)).isEqualTo(10);
    assertThat(budget.stopped()).isFalse();
    budget.stop();
    assertThat(budget.stopped()).isTrue();
    assertThat(budget.take(10)).isZero();
  }
}
