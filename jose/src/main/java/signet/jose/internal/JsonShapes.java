package signet.jose.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects that come in few shapes, as the claims of one issuer's tokens do: the one seen last
 * is expected next. Holds a few shapes and no values. An object of another shape costs, beside the
 * reading, a comparison with those few at most. Safe for use by many threads.
 */
public final class JsonShapes {
  private static final int MAX_SHAPES = 8;

  private volatile JsonShape[] known = {};

  /** A guess, so a race about it does no harm. */
  private @Nullable JsonShape latest;

  /** As {@link JsonObject#parse}. */
  public @Nullable JsonObject parse(byte[] json, int maxDepth, int maxMembers) {
    JsonObject object = JsonObject.parse(json, maxDepth, maxMembers, latest);
    if (object != null && object.shape() == null) {
      expect(object);
    }
    return object;
  }

  private void expect(JsonObject object) {
    for (JsonShape shape : known) {
      if (object.fits(shape)) {
        latest = shape;
        return;
      }
    }
    learn(object);
  }

  private synchronized void learn(JsonObject object) {
    JsonShape[] current = known;
    JsonShape shape = current.length == MAX_SHAPES ? null : object.newShape();
    if (shape != null) {
      JsonShape[] longer = Arrays.copyOf(current, current.length + 1);
      longer[current.length] = shape;
      known = longer;
      latest = shape;
    }
  }
}
