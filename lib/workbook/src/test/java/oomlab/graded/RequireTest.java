package oomlab.graded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequireTest {

  @Test
  void whatHoldsPassesAndWhatDoesNotSaysWhatWasExpected() {
    assertThatCode(() -> Require.that(true, "a pid of the table")).doesNotThrowAnyException();
    assertThatThrownBy(() -> Require.that(false, "a pid of the table"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a pid of the table");
  }

  @Test
  void allCasesGiveAllPointsAndNoneGiveNone() {
    assertThat(Require.share(2.5, List.of(1, 2, 3), i -> true)).isEqualTo(2.5);
    assertThat(Require.share(2.5, List.of(1, 2, 3), i -> false)).isZero();
  }

  @Test
  void aPartIsRoundedDownToHundredths() {
    assertThat(Require.share(2, List.of(1, 2, 3), i -> i < 3)).isEqualTo(1.33);
    assertThat(Require.share(1, List.of(1, 2, 3), i -> i == 1)).isEqualTo(0.33);
  }

  @Test
  void aCaseThatThrowsIsLostAndTheOthersAreNot() {
    assertThat(
            Require.share(
                4,
                List.of(1, 2, 3, 4),
                i -> {
                  if (i == 2) {
                    throw new UnsupportedOperationException("not done yet");
                  }
                  if (i == 3) {
                    throw new StackOverflowError();
                  }
                  return true;
                }))
        .isEqualTo(2);
  }
}
