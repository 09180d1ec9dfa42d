package signet.server.key;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The master keys of a server: the current one, under which everything new is sealed, and others
 * that are opened too, so that one can take the place of another while servers run. Immutable and
 * thread-safe.
 */
public final class MasterKeys {
  private final MasterKey current;
  private final Map<String, MasterKey> byId = new LinkedHashMap<>();

  /** Seals under the current one; opens what any of them sealed. */
  public MasterKeys(MasterKey current, List<MasterKey> others) {
    this.current = current;
    byId.put(current.id(), current);
    others.forEach(key -> byId.putIfAbsent(key.id(), key));
  }

  /** One alone. */
  public static MasterKeys of(MasterKey key) {
    return new MasterKeys(key, List.of());
  }

  /** The key of the tags of new refresh tokens. */
  public RefreshTokenKey refreshTokenKey() {
    return current.refreshTokenKey();
  }

  /** The keys of the tags of refresh tokens that are taken too. */
  public List<RefreshTokenKey> otherRefreshTokenKeys() {
    return byId.values().stream()
        .filter(key -> key != current)
        .map(MasterKey::refreshTokenKey)
        .toList();
  }

  /** Names the current one without telling anything about it. */
  public String currentId() {
    return current.id();
  }

  /** The master key from which a key of refresh tokens comes, if it is one of these. */
  Optional<String> idOfTagKey(String tagKeyId) {
    return byId.values().stream()
        .filter(key -> key.refreshTokenKey().id().equals(tagKeyId))
        .map(MasterKey::id)
        .findFirst();
  }

  String seal(String text, String name) {
    return current.seal(text, name);
  }

  String open(String sealed, String name) throws WrongMasterKeyException {
    MasterKey key = byId.get(MasterKey.idIn(sealed));
    if (key == null) {
      throw new WrongMasterKeyException();
    }
    return key.open(sealed, name);
  }

  @Override
  public String toString() {
    return "MasterKeys" + byId.keySet();
  }
}
