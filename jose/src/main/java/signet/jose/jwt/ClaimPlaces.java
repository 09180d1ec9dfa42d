package signet.jose.jwt;

import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.internal.JsonShape;

/**
 * At which index each of a policy's claims stands: searched once for each shape of claims, as long
 * as the tokens keep coming in it. Safe for use by many threads.
 */
final class ClaimPlaces {
  private final JsonName[] names;

  /** Of the shape seen last; a guess, so a race about it does no harm. */
  private @Nullable Found latest;

  private record Found(JsonShape shape, int[] places) {}

  ClaimPlaces(JsonName[] names) {
    this.names = names.clone();
  }

  /**
   * The index of each name in the order of the names, -1 where there is none. Not to be changed.
   */
  int[] in(JsonObject claims) {
    JsonShape shape = claims.shape();
    Found found = latest;
    if (shape != null && found != null && found.shape == shape) {
      return found.places;
    }
    int[] places = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      places[i] = claims.find(names[i]);
    }
    if (shape != null) {
      latest = new Found(shape, places);
    }
    return places;
  }
}
