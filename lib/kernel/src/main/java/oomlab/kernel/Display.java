package oomlab.kernel;

import static oomlab.internal.text.Words.words;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Image;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.dflib.jjava.jupyter.kernel.display.common.Url;
import org.jspecify.annotations.Nullable;

/**
 * Shows objects in the notebook, from any thread and from library code as well. A library that must
 * not depend on the kernel may find this class by its name.
 */
public final class Display {
  private static final Renderer RENDERER = renderer();
  private static volatile Optional<BiConsumer<String, JsonObject>> publisher = Optional.empty();

  private Display() {}

  /** Tells whether this JVM is a running kernel, so that the other methods work. */
  public static boolean isActive() {
    return publisher.isPresent();
  }

  /**
   * Shows an object in the output of the running cell and returns the id to update it by. Each MIME
   * type asked for is rendered if the object can be; {@code text/plain} always is. Throws
   * IllegalStateException outside a kernel.
   */
  public static String display(@Nullable Object value, String... mimes) {
    JsonObject content = content(render(value, mimes));
    JsonObject transientData = content.getAsJsonObject("transient");
    if (!transientData.has(DisplayData.DISPLAY_ID_KEY)) {
      transientData.addProperty(DisplayData.DISPLAY_ID_KEY, UUID.randomUUID().toString());
    }
    publish("display_data", content);
    return transientData.get(DisplayData.DISPLAY_ID_KEY).getAsString();
  }

  /**
   * Replaces what {@link #display} has shown under this id. Throws IllegalStateException outside a
   * kernel.
   */
  public static void updateDisplay(String id, @Nullable Object value, String... mimes) {
    JsonObject content = content(render(value, mimes));
    content.getAsJsonObject("transient").addProperty(DisplayData.DISPLAY_ID_KEY, id);
    publish("update_display_data", content);
  }

  /**
   * Renders an object without showing it; as the last value of a cell, the result is shown as it
   * is.
   */
  public static DisplayData render(@Nullable Object value, String... mimes) {
    if (value == null) {
      return new DisplayData("null");
    }
    if (value instanceof DisplayData data) {
      return data;
    }
    return mimes.length == 0 ? RENDERER.render(value) : RENDERER.renderAs(value, mimes);
  }

  /**
   * Clears the output of the running cell; with {@code wait} only when the next output comes.
   * Throws IllegalStateException outside a kernel.
   */
  public static void clearOutput(boolean wait) {
    JsonObject content = new JsonObject();
    content.addProperty("wait", wait);
    publish("clear_output", content);
  }

  /** Sets where messages go: (type, content). */
  static void publishTo(BiConsumer<String, JsonObject> destination) {
    publisher = Optional.of(destination);
  }

  /** Writes the content of a display message. */
  static JsonObject content(DisplayData data) {
    JsonObject content = JSON.GSON.toJsonTree(data).getAsJsonObject();
    for (String part : new String[] {"data", "metadata", "transient"}) {
      if (!content.has(part)) {
        content.add(part, new JsonObject());
      }
    }
    return content;
  }

  private static void publish(String type, JsonObject content) {
    publisher
        .orElseThrow(
            () ->
                new IllegalStateException(
                    words("there is no notebook here: this JVM is not a kernel")))
        .accept(type, content);
  }

  private static Renderer renderer() {
    Renderer renderer = new Renderer();
    Image.registerAll(renderer);
    Url.registerAll(renderer);
    Text.registerAll(renderer);
    return renderer;
  }

  /** Loaded with the first thing shown: most of a start-up needs no reflection. */
  private static final class JSON {
    private static final Gson GSON =
        new GsonBuilder()
            .registerTypeHierarchyAdapter(
                CharSequence.class,
                (JsonSerializer<CharSequence>)
                    (text, type, context) -> new JsonPrimitive(text.toString()))
            .create();
  }
}
