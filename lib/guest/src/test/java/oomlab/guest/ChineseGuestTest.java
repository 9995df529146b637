package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What making and running a guest says to a reader who chose Chinese. */
class ChineseGuestTest {
  private static final String ENGLISH = "[a-z]+ [a-z]+ [a-z]+";

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeDebian debian;

  private final Set<String> missing = new TreeSet<>();
  private final Catalog chinese = Catalog.of(Language.CHINESE, missing::add);

  @BeforeEach
  void makeMachine() throws IOException {
    debian = new FakeDebian(folder);
  }

  @Test
  void tellsHowThePartsAreMade() {
    List<String> said = new ArrayList<>();
    inChinese(() -> debian.store().parts(Board.ARM32, said::add));
    assertThat(said)
        .contains("arm32：正在读取软件包列表", "arm32：正在用 arm-linux-gnueabi-gcc 编译 oom 和 probe")
        .allSatisfy(line -> assertThat(line).doesNotContainPattern(ENGLISH));
    assertThatThrownBy(
            () -> inChinese(() -> debian.store().parts(Guest.arm32().series("5.99"), said::add)))
        .hasRootCauseMessage("这里的 Debian 没有 arm32 的 5.99 系列内核；可用的有：6.12、6.16。");
    assertThat(missing).isEmpty();
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Files.delete(debian.bin.resolve("qemu-system-arm"));
    Files.delete(debian.bin.resolve("make"));
    assertThatThrownBy(() -> inChinese(() -> debian.store().parts(Board.ARM32, line -> {})))
        .hasRootCauseMessage(
            "虚拟机（arm32）需要这里没有的程序：QEMU 的 qemu-system-arm、make。请用 "
                + (RequiredPrograms.isRoot() ? "" : "sudo ")
                + "apt-get install --no-install-recommends qemu-system-arm make 安装，然后再运行一次。");
    assertThat(missing).isEmpty();
  }

  @Test
  void saysWhyABootIsGivenUp() {
    BootWatch watch = new BootWatch(Guest.arm32().kernel(folder), false);
    KernelConsole console = new KernelConsole();
    assertThat(watch.standstill(console, 0, () -> OptionalLong.of(0))).isEmpty();
    assertThat(inChinese(() -> watch.standstill(console, 60_000, () -> OptionalLong.of(60_000))))
        .hasValue("内核 60 秒内没有在 ttyAMA0 上打印任何内容：它是这种机器（arm32）的内核，并且带串口控制台吗？");
    assertThat(missing).isEmpty();
  }

  private interface Making<T> {
    T make() throws IOException;
  }

  private <T> T inChinese(Making<T> making) {
    return Words.in(
        chinese,
        () -> {
          try {
            return making.make();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
