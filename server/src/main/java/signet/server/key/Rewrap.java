package signet.server.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Seals everything anew under the current master key, one compare-and-set a key, while servers run;
 * and tells what still needs another one. Thread-safe: of several at once each text is sealed anew
 * by one.
 */
public final class Rewrap {
  private final SealedStore store;
  private final MasterKeys masterKeys;

  /** Of what lies in that store. */
  public Rewrap(SealedStore store, MasterKeys masterKeys) {
    this.store = store;
    this.masterKeys = masterKeys;
  }

  /**
   * What came of it.
   *
   * @param current names the current master key
   * @param rewrapped keys that were sealed anew
   * @param needed other master keys that are still needed, in the order of their ids
   */
  public record Report(String current, int rewrapped, List<Needed> needed) {
    public Report {
      needed = List.copyOf(needed);
    }
  }

  /**
   * Another master key that is still needed.
   *
   * @param masterKeyId names it; of one that is not configured, {@code unknown} and the id of its
   *     key of refresh tokens
   * @param signingKeys private halves that only it opens
   * @param sessions sessions that live, some of whose refresh tokens only it verifies
   * @param until the last of these ends then, unless it is used; each moves to the current one with
   *     its second refresh
   */
  public record Needed(
      String masterKeyId, int signingKeys, int sessions, Optional<Instant> until) {}

  /** Seals anew what can be, and tells of the rest. */
  public Report run() {
    int rewrapped = 0;
    for (SealedStore.Sealed sealed : store.sealed()) {
      if (isUnderAnother(sealed) && rewrap(sealed)) {
        rewrapped++;
      }
    }
    return new Report(masterKeys.currentId(), rewrapped, needed());
  }

  private boolean isUnderAnother(SealedStore.Sealed sealed) {
    return !MasterKey.idIn(SealedKeys.bare(sealed.text())).equals(masterKeys.currentId());
  }

  private boolean rewrap(SealedStore.Sealed sealed) {
    String name = SealedKeys.sealName(sealed.kid(), sealed.algorithm());
    try {
      String bare = SealedKeys.bare(sealed.text());
      String mark = sealed.text().substring(0, sealed.text().length() - bare.length());
      String text = masterKeys.open(bare, name);
      return store.replace(sealed, mark + masterKeys.seal(text, name));
    } catch (WrongMasterKeyException e) {
      // Told in the report.
      return false;
    }
  }

  private List<Needed> needed() {
    Map<String, Integer> keys = new TreeMap<>();
    for (SealedStore.Sealed sealed : store.sealed()) {
      if (isUnderAnother(sealed)) {
        keys.merge(MasterKey.idIn(SealedKeys.bare(sealed.text())), 1, Integer::sum);
      }
    }
    Map<String, SealedStore.TagUse> sessions = new TreeMap<>();
    for (SealedStore.TagUse use : store.tagUses()) {
      String id = masterKeys.idOfTagKey(use.tagKeyId()).orElse("unknown " + use.tagKeyId());
      if (!id.equals(masterKeys.currentId())) {
        sessions.put(id, use);
      }
    }
    List<Needed> needed = new ArrayList<>();
    sessions.forEach(
        (id, use) -> {
          Integer halves = keys.remove(id);
          needed.add(
              new Needed(
                  id, halves == null ? 0 : halves, use.sessions(), Optional.of(use.lastEndsAt())));
        });
    keys.forEach((id, halves) -> needed.add(new Needed(id, halves, 0, Optional.empty())));
    return needed;
  }
}
