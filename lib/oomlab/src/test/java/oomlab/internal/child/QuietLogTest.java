package oomlab.internal.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import oomlab.Touch;
import org.junit.jupiter.api.Test;

class QuietLogTest {
  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  private static String text(byte[] type) {
    return new String(type, StandardCharsets.ISO_8859_1);
  }

  @Test
  void leavesNoLoggingInJna() throws IOException {
    for (Class<?> type : new Class<?>[] {Native.class, NativeLibrary.class}) {
      assertThat(text(bytes(type))).contains("java/util/logging/Logger");
      assertThat(text(QuietLog.rewrite(bytes(type))))
          .doesNotContain("java/util/logging")
          .contains("oomlab/internal/child/QuietLogger");
    }
  }

  @Test
  void leavesOtherClassesAsTheyAre() throws IOException {
    assertThat(QuietLog.rewrite(bytes(Touch.class))).isEqualTo(bytes(Touch.class));
    assertThat(QuietLog.rewrite(bytes(Budget.class))).isEqualTo(bytes(Budget.class));
  }

  @Test
  void refusesWhatIsNoClass() {
    assertThatThrownBy(() -> QuietLog.rewrite(new byte[64])).hasMessage("not a class file");
  }
}
