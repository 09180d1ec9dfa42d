package signet.bearer.revocation;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.jwt.RevocationCheck;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * What was revoked at one moment, for whoever looks once, such as a tool; services follow a {@link
 * RevocationFeed}. Immutable and safe for use by many threads.
 */
public final class RevocationSnapshot implements RevocationCheck {
  private static final int MAX_ENTRIES = 100_000;
  private static final Optional<RejectReason> REVOKED = Optional.of(RejectReason.REVOKED);

  private final RevocationList list;

  private RevocationSnapshot(RevocationList list) {
    this.list = list;
  }

  /**
   * Reads the answer of {@code GET /revocations}.
   *
   * @throws IOException if it is none, or has more than 100,000 entries
   */
  public static RevocationSnapshot parse(String json) throws IOException {
    RevocationList list = new RevocationList(MAX_ENTRIES, InstantSource.system());
    list.addAll(FeedMessage.entries(json));
    if (list.hasOverflowed()) {
      throw new IOException("the feed has more than " + MAX_ENTRIES + " entries");
    }
    return new RevocationSnapshot(list);
  }

  @Override
  public Optional<RejectReason> reject(VerifiedJwt jwt) {
    return list.revokes(jwt) ? REVOKED : Optional.empty();
  }

  /** What revokes the token; empty where nothing does. */
  public Optional<RevokedBy> revoker(VerifiedJwt jwt) {
    @Nullable Revocation entry = list.revoking(jwt);
    return entry == null ? Optional.empty() : Optional.of(RevokedBy.of(entry));
  }

  @Override
  public String toString() {
    return "RevocationSnapshot[" + list.size() + "]";
  }
}
