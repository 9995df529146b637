package oomlab.internal.runfile;

import static oomlab.internal.text.Words.words;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.Backend;
import oomlab.Experiment;
import oomlab.Guard;
import oomlab.Guest.Board;
import oomlab.Recording.Quality;
import oomlab.Run;
import oomlab.Touch;
import oomlab.internal.json.ReportJson;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Words;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** A run as JSON: what {@code kill --json} prints, and the {@code run.json} of a saved run. */
public final class RunJson {
  /** Takes nothing for something else: a text for a number, or what is missing for a 0. */
  private static final JsonMapper MAPPER =
      Json.mapper()
          .rebuild()
          .annotationIntrospector(new AllRequired())
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  List.of(
                          CoercionInputShape.Integer,
                          CoercionInputShape.Float,
                          CoercionInputShape.Boolean)
                      .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
          .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
          .addMixIn(Backend.class, Label.class)
          .addMixIn(Board.class, Label.class)
          .addMixIn(Guard.class, Label.class)
          .addMixIn(Touch.class, LowerCase.class)
          .build();

  private RunJson() {}

  /** An enum's name in JSON is its label. */
  private interface Label {
    @JsonValue
    String label();
  }

  /** An enum's name in JSON is the constant's in lower case. */
  @EnumNaming(EnumNamingStrategies.LowerCaseStrategy.class)
  private interface LowerCase {}

  /** Every field must be there but the optional ones. */
  private static final class AllRequired extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
      Class<?> type = member.getRawType();
      return !List.of(Optional.class, OptionalInt.class, OptionalLong.class).contains(type);
    }
  }

  /** What {@code kill --json} prints: an interface, whose fields are added to, never renamed. */
  private record Contract(
      VerdictFile verdict,
      int expectedVictim,
      OptionalInt victim,
      OptionalLong limitBytes,
      OptionalInt threads,
      OptionalLong chunkBytes,
      Optional<Touch> touch,
      Optional<Experiment.Program> program,
      long wallMillis,
      OptionalLong peakRssBytes,
      int samples,
      Quality sampler,
      Backend backend,
      OptionalLong killNanos,
      long deathNanos,
      Optional<String> kernelLogGap,
      Optional<GuestFile> guest,
      Optional<String> host,
      Optional<GroupJson> group,
      Optional<List<MemberJson>> members,
      Optional<Map<String, Object>> report) {}

  /** What the memory cgroup counted; what the kernel does not count is left out. */
  private record GroupJson(
      OptionalLong peakBytes, Map<String, Long> events, Map<String, Long> leftBytes) {
    static Optional<GroupJson> of(Run.Charges charges) {
      return charges.peakBytes().isEmpty() && charges.events().isEmpty()
          ? Optional.empty()
          : Optional.of(new GroupJson(charges.peakBytes(), charges.events(), charges.left()));
    }
  }

  /** Another process of the group. */
  private record MemberJson(int pid, String name, long peakRssBytes) {}

  /**
   * Returns what {@code ./oomlab kill --json} prints: in English, whatever the reader's language.
   */
  public static String contract(Run run) {
    return Words.in(Catalog.ENGLISH, () -> text(contractOf(run)));
  }

  private static Contract contractOf(Run run) {
    Experiment experiment = run.experiment();
    boolean own = experiment.program().isEmpty();
    return new Contract(
        VerdictFile.of(run.verdict()),
        run.expectedVictim(),
        run.victim(),
        run.limitBytes(),
        own ? OptionalInt.of(experiment.threads()) : OptionalInt.empty(),
        own ? OptionalLong.of(experiment.chunkBytes()) : OptionalLong.empty(),
        own ? Optional.of(experiment.touch()) : Optional.empty(),
        experiment.program(),
        run.wallMillis(),
        run.peakRssBytes(),
        run.recording().series().size(),
        run.recording().quality(),
        run.backend(),
        run.killNanos(),
        run.deathNanos(),
        run.kernelLogGap(),
        experiment.guest().map(GuestFile::of),
        run.machine().host(),
        GroupJson.of(run.charges()),
        own
            ? Optional.empty()
            : Optional.of(
                run.members().stream()
                    .map(m -> new MemberJson(m.pid(), m.name(), m.peakBytes()))
                    .toList()),
        run.report().map(report -> ReportJson.of(report, "kernel log")));
  }

  /** Returns the {@code run.json} of a saved run, in English as well. */
  public static String bundle(Run run) {
    return Words.in(Catalog.ENGLISH, () -> text(RunFile.of(run)) + "\n");
  }

  private static String text(Object value) {
    return Json.indented(MAPPER).writeValueAsString(value);
  }

  /**
   * Reads a {@code run.json}.
   *
   * @throws IllegalArgumentException if it is damaged, in a sentence that says where
   */
  public static RunFile read(String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      int format = tree.path("format").asInt(RunFile.FORMAT);
      if (format != RunFile.FORMAT) {
        throw new IllegalArgumentException(
            words("run.json has format %d, and this version reads %d", format, RunFile.FORMAT));
      }
      if (!tree.isObject()) {
        throw new IllegalArgumentException(words("run.json is not a JSON object"));
      }
      return MAPPER.treeToValue(tree, RunFile.class);
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException(
          Optional.ofNullable(e.getCause())
              .map(Throwable::getMessage)
              .orElseGet(() -> words("run.json is damaged")),
          e);
    } catch (DatabindException e) {
      throw new IllegalArgumentException(sentence(e), e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          words("run.json is no JSON: %s", e.getOriginalMessage()), e);
    }
  }

  /** Says which field is missing or wrong. */
  private static String sentence(DatabindException e) {
    List<String> names =
        e.getPath().stream().map(at -> at.getPropertyName()).filter(n -> n != null).toList();
    if (names.isEmpty()) {
      return words("run.json is not a JSON object");
    }
    String name = names.get(names.size() - 1);
    String where = "run.json";
    for (String parent : names.subList(0, names.size() - 1)) {
      where = words("%1$s of %2$s", parent, where);
    }
    String message = e.getOriginalMessage();
    if (message.startsWith("Missing required creator property")
        || message.startsWith("Null value for creator property")) {
      return words("%s lacks \"%s\"", where, name);
    }
    Class<?> target = e instanceof MismatchedInputException m ? m.getTargetType() : Object.class;
    if (e instanceof InvalidFormatException format && target.isEnum()) {
      return words(
          "%s has \"%s\": \"%s\", which is none of those known", where, name, format.getValue());
    }
    return words("%s has \"%s\", but not as %s", where, name, wanted(target));
  }

  private static String wanted(Class<?> type) {
    if (type == String.class) {
      return words("text");
    }
    if (type == boolean.class || type == Boolean.class) {
      return words("true or false");
    }
    if (type == double.class) {
      return words("a number");
    }
    if (type == Instant.class) {
      return words("a time such as 2026-01-31T12:00:00Z");
    }
    if (List.class.isAssignableFrom(type)) {
      return words("an array");
    }
    boolean whole = type.isPrimitive() || Number.class.isAssignableFrom(type);
    return words(whole ? "a whole number" : "an object");
  }
}
