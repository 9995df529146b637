package oomlab.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who ran where: the CPU line, the hardware, the stack and the registers (lib/dump_stack.c). */
final class MachineLines {
  // "CPU: 1 UID: 0 PID: 120 Comm: x Not tainted 6.18.0 #1"; "Pid: 66, comm: x Not tainted ..." to
  // 3.9.
  private static final Pattern CPU =
      Pattern.compile("CPU: (\\d+) (?:UID: (\\d+) )?P[Ii][Dd]: (\\d+) Comm: .*");
  private static final Pattern COMM =
      Pattern.compile("[Cc]omm: (.*?) (?:Kdump: loaded |Not tainted|Tainted:).*");
  private static final Pattern OLD_PID = Pattern.compile("Pid: (\\d+), comm: .*");
  // ARM up to 3.9: "CPU: 0    Not tainted  (2.6.31 #1)".
  private static final Pattern OLD_ARM =
      Pattern.compile("CPU: +(\\d+) +(?:Not tainted|Tainted: .*?) +\\((\\d+\\.\\d+\\S*) [^()]*\\)");
  // The first word after the last taint flags that looks like a release.
  private static final Pattern RELEASE =
      Pattern.compile(".*(?:Not tainted|Tainted:).*?\\s(\\d+\\.\\d+\\S*)");
  private static final Pattern FRAME =
      Pattern.compile(
          "(?:.*\\s|[(\\[]*)?\\(?\\[<[0-9a-fA-F]{6,16}>\\].*"
              + "|.*[\\w.$)]\\+0x[0-9a-f]+/0x[0-9a-f]+.*"
              + "|(?:\\? )?0x[0-9a-f]{8,16}"
              // Up to 2.6.18 on x86-64, and what scripts/decode_stacktrace.sh makes of a frame.
              + "|.*<[0-9a-f]{8,16}>\\{[^}]*\\}.*|(?:\\? )?[\\w.]+ \\([\\w./-]+\\.[chS]:\\d+.*"
              + "|sp=[0-9a-f]+ bsp=.*|Function entered at .*"
              + "|\\(null\\)|\\[[0-9a-f]{16}\\] (?:\\[[0-9a-f]{8,16}\\]|0x[0-9a-f]+).*");
  private static final Pattern STACK_WORD =
      Pattern.compile(
          "</?(?:TASK|IRQ|NMI|SOFTIRQ|EOI|EOE|ENTRY_TRAMPOLINE|#DF)>.*|[Cc]all"
              + " [Tt]race:.*|Backtrace:.*|Trace:|Stack ?:.*|Stack from .*|Process .* \\(pid: \\d+,"
              + " .*|Workqueue: .*|Modules linked in:.*|=+|Last"
              + " Breaking-Event-Address:|Sched_clock.*|\\[end of stack\\]|Krnl .*|Call Trace"
              + " after.*|---\\[ end trace.*");
  private static final Pattern HEX_WORDS =
      Pattern.compile("(?:[0-9a-f]{3,4}: +)?(?:[0-9a-f]{8}|[0-9a-f]{16})(?: [0-9a-f ]{8,}| *)");
  private static final Pattern CODE_BYTES =
      Pattern.compile("[<(]?[0-9a-f]{2}[>)]? [<(]?[0-9a-f]{2}[>)]?(?: [0-9a-f<>() ]*)?");
  private static final Pattern REGISTERS =
      Pattern.compile(
          "(?:[RE]?(?:IP|SP|AX|BX|CX|DX|SI|DI|BP|FLAGS)|R\\d{1,2}|[CDEFGS]S|CR\\d|ORIG_RAX|PKRU|Code"
              + "|NIP|MSR|CFAR|GPR\\d+|LR|CTR|REGS|XER|TRAP|PC|pc|lr|sp|x\\d{1,2}|r\\d{1,2}|pstate|epc|ra|gp|tp|t\\d|s\\d{1,2}|a\\d|status|badaddr|cause|tval|\\$"
              + " *\\d+|Hi|Lo|Status|Cause|BadVA|PrId|User PSW|Control|Table|DAC|psr|EIP is at|PC"
              + " is at|LR is at|User GPRS|IRQMASK)\\s*:.*|(?:PC|LR|EIP|NIP) (?:is"
              + " at|\\[).*|Exception stack.*|--- interrupt: .*|--- Exception: .*|NIP \\[.*|LR"
              + " \\[.*|\\s*LR = .*|Flags: .*|(?:pc|ra|tp|sp|u0|[ast]\\d) [0-9a-f]{16}"
              + " .*|[A-Z]{3,5}: [0-9a-f]{8} .*|Control: .*|User (?:PSW|GPRS|Code)"
              + " ?:.*|[A-Z]{2}:[0-9a-f].*");
  private static final Pattern TAINTED_NAMES = Pattern.compile("Tainted: \\[\\w\\]=.*");

  Optional<LineKind> read(LogLine line, ReportBuilder report) {
    String text = line.trimmed();
    if (text.startsWith("CPU: ") || text.startsWith("Pid: ")) {
      return cpu(text, report);
    }
    if (text.startsWith("Hardware name:")) {
      if (report.hardware.isEmpty()) {
        report.hardware = Optional.of(text.substring("Hardware name:".length()).strip());
      }
      return Optional.of(LineKind.HARDWARE);
    }
    if (text.startsWith("Tainted: ") && TAINTED_NAMES.matcher(text).matches()) {
      return Optional.of(LineKind.CPU);
    }
    if (report.memInfoSeen && report.panic.isEmpty()) {
      return Optional.empty();
    }
    if (isFrame(text) || STACK_WORD.matcher(text).matches() || FRAME.matcher(text).matches()) {
      report.memcgTrace |=
          text.contains("mem_cgroup_out_of_memory") || text.contains("mem_cgroup_oom");
      report.oomTrace |= text.contains("dump_header+");
      report.allocatorTrace |= text.contains("__alloc_pages");
      return Optional.of(LineKind.STACK);
    }
    if (REGISTERS.matcher(text).matches()
        || (HEX_WORDS.matcher(text).matches() && afterRegisters(report))
        || CODE_BYTES.matcher(text).matches()) {
      return Optional.of(LineKind.REGISTERS);
    }
    if (HEX_WORDS.matcher(text).matches() || armFrame(text)) {
      return Optional.of(LineKind.STACK);
    }
    return Optional.empty();
  }

  /** "oom_kill_process+0x2b/0x34", as nearly all frames are. */
  private static boolean isFrame(String text) {
    int plus = text.indexOf("+0x");
    int slash = plus < 1 ? -1 : skipHex(text, plus + 3);
    return slash > plus + 3
        && text.startsWith("/0x", slash)
        && skipHex(text, slash + 3) > slash + 3
        && Character.isLetterOrDigit(text.charAt(plus - 1));
  }

  private static int skipHex(String text, int from) {
    int at = from;
    while (at < text.length() && "0123456789abcdef".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean afterRegisters(ReportBuilder report) {
    return !report.lines.isEmpty()
        && report.lines.get(report.lines.size() - 1).kind() == LineKind.REGISTERS;
  }

  /** "show_stack from dump_stack_lvl+0x2b/0x34" has an offset; its first line may not. */
  private static boolean armFrame(String text) {
    return text.contains(" from ") && text.indexOf(' ') == text.indexOf(" from ");
  }

  private static Optional<LineKind> cpu(String text, ReportBuilder report) {
    Matcher cpu = CPU.matcher(text);
    Matcher old = OLD_PID.matcher(text);
    Matcher oldArm = OLD_ARM.matcher(text);
    if (!cpu.matches() && !old.matches() && !oldArm.matches()) {
      return Optional.empty();
    }
    if (report.cpuLineSeen) {
      return Optional.of(LineKind.CPU);
    }
    report.cpuLineSeen = true;
    if (oldArm.matches()) {
      report.triggerCpu = NumberText.small(oldArm.group(1));
      report.kernel = Optional.of(oldArm.group(2));
      return Optional.of(LineKind.CPU);
    }
    if (cpu.matches()) {
      report.triggerCpu = NumberText.small(cpu.group(1));
      report.triggerPid = NumberText.small(cpu.group(3));
      report.triggerUid =
          cpu.group(2) == null ? report.triggerUid : NumberText.number(cpu.group(2));
    } else {
      report.triggerPid = NumberText.small(old.group(1));
    }
    // The same task again, in a line whose beginning is its own: what a log left before the name in
    // the first line is no part of it.
    Matcher comm = COMM.matcher(text);
    if (comm.find()) {
      report.first = report.first.map(first -> first.without(comm.group(1)));
    }
    Matcher release = RELEASE.matcher(text);
    report.kernel = release.find() ? Optional.of(release.group(1)) : Optional.empty();
    return Optional.of(LineKind.CPU);
  }
}
