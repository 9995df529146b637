package oomlab.internal.json;

import java.util.List;
import java.util.Optional;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.internal.posix.WaitStatus;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Verdicts and wait statuses as JSON. */
final class VerdictJson {
  private VerdictJson() {}

  static ObjectNode write(JsonMapper mapper, Verdict verdict) {
    ObjectNode out = mapper.createObjectNode().put("kind", verdict.kind());
    if (verdict instanceof Verdict.Exited exited) {
      out.put("code", exited.code());
    } else if (verdict instanceof Verdict.Signaled signaled) {
      out.put("signal", signaled.signal());
      evidence(out, signaled.evidence());
    } else if (verdict instanceof Verdict.OomKilled killed) {
      out.put("signal", 9);
      evidence(out, killed.evidence());
    } else if (verdict instanceof Verdict.GuardKilled killed) {
      out.put("guard", killed.guard()).put("signal", killed.signal());
      evidence(out, killed.evidence());
    } else if (verdict instanceof Verdict.Panicked panicked) {
      evidence(out, panicked.evidence());
    } else if (verdict instanceof Verdict.Unknown unknown) {
      if (unknown.status() instanceof WaitStatus.Signaled signaled) {
        out.put("signal", signaled.signal());
      }
      out.put("why", unknown.why());
    }
    return out;
  }

  static Verdict readVerdict(JsonFields in, Optional<WaitStatus> status) {
    String kind = in.text("kind");
    return switch (kind) {
      case "exited" -> new Verdict.Exited(in.integer("code"));
      case "signaled" -> new Verdict.Signaled(in.integer("signal"), readEvidence(in));
      case "oom-killed" -> new Verdict.OomKilled(readEvidence(in));
      case "guard-killed" ->
          new Verdict.GuardKilled(in.text("guard"), in.integer("signal"), readEvidence(in));
      case "panicked" -> new Verdict.Panicked(readEvidence(in));
      case "unknown" ->
          new Verdict.Unknown(
              status.orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "run.json has a verdict \"unknown\" but no waitStatus")),
              in.text("why"));
      default ->
          throw new IllegalArgumentException("run.json has a verdict of unknown kind " + kind);
    };
  }

  static ObjectNode write(JsonMapper mapper, WaitStatus status) {
    ObjectNode out = mapper.createObjectNode();
    if (status instanceof WaitStatus.Exited exited) {
      return out.put("exited", exited.code());
    }
    WaitStatus.Signaled signaled = (WaitStatus.Signaled) status;
    return out.put("signaled", signaled.signal()).put("coreDumped", signaled.coreDumped());
  }

  static WaitStatus readStatus(JsonFields in) {
    return in.node().has("exited")
        ? new WaitStatus.Exited(in.integer("exited"))
        : new WaitStatus.Signaled(in.integer("signaled"), in.flag("coreDumped"));
  }

  private static void evidence(ObjectNode out, List<Evidence> evidence) {
    ArrayNode all = out.putArray("evidence");
    for (Evidence e : evidence) {
      all.addObject().put("source", e.source()).put("text", e.text());
    }
  }

  private static List<Evidence> readEvidence(JsonFields in) {
    return in.objects("evidence").stream()
        .map(e -> new Evidence(e.text("source"), e.text("text")))
        .toList();
  }
}
