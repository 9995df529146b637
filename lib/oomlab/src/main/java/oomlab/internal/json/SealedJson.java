package oomlab.internal.json;

import oomlab.Prediction;
import oomlab.SealedPredictions;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The predictions of a saved run. */
final class SealedJson {
  private SealedJson() {}

  static ObjectNode write(JsonMapper mapper, SealedPredictions sealed) {
    ObjectNode out = mapper.createObjectNode();
    ArrayNode answers = out.putArray("answers");
    for (Prediction prediction : sealed.answers()) {
      answers
          .addObject()
          .put("question", prediction.question())
          .put("answer", prediction.answer())
          .put("madeAt", prediction.madeAt().toString());
    }
    return out.put("seal", sealed.seal());
  }

  static SealedPredictions read(JsonFields in) {
    return new SealedPredictions(
        in.objects("answers").stream().map(SealedJson::prediction).toList(), in.text("seal"));
  }

  private static Prediction prediction(JsonFields in) {
    return new Prediction(in.text("question"), in.text("answer"), in.time("madeAt"));
  }
}
