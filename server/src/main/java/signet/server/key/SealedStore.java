package signet.server.key;

import java.time.Instant;
import java.util.List;

/** What in the store depends on a master key. Thread-safe; each call is one transaction. */
public interface SealedStore {
  /** Every private half that is sealed under a master key. */
  List<Sealed> sealed();

  /**
   * Puts another text in the place of one.
   *
   * @return false, with nothing changed, if it is not there any more
   */
  boolean replace(Sealed sealed, String text);

  /** How many sessions that live have refresh tokens with tags under which key. */
  List<TagUse> tagUses();

  /** A private half, sealed. */
  record Sealed(String kid, String algorithm, String text) {
    @Override
    public String toString() {
      return "Sealed[" + kid + "]";
    }
  }

  /**
   * The use of a key of refresh tokens.
   *
   * @param tagKeyId names it
   * @param sessions that live and whose latest token, or its parent, has a tag under it
   * @param lastEndsAt when the last of them ends, unless it is used
   */
  record TagUse(String tagKeyId, int sessions, Instant lastEndsAt) {}
}
