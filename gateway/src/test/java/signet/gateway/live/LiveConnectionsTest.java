package signet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import signet.bearer.revocation.RevokedBy;
import signet.bearer.revocation.RevokedBy.Kind;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

class LiveConnectionsTest {
  private static final String ISSUER = "https://id.example";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("one");
  private static final ForgeKey OTHER_KEY = ForgeKey.generate("ES256").withKid("two");

  private final LiveConnections connections = new LiveConnections();
  private final List<String> ended = new ArrayList<>();

  private static VerifiedJwt token(ForgeKey key, Object... changes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", "api");
    claims.put("sub", "ann");
    claims.put("sid", "s1");
    claims.put("jti", "t1");
    claims.put("client_id", "web");
    claims.put("iat", NOW.getEpochSecond());
    claims.put("exp", NOW.getEpochSecond() + 600);
    claims.put("authz_ver", 3);
    for (int i = 0; i < changes.length; i += 2) {
      claims.put((String) changes[i], changes[i + 1]);
    }
    JwtVerifier verifier =
        JwtVerifier.accessToken(ISSUER, "api")
            .keys(KeySource.of(JwkSet.parsePublished(ForgeKey.jwks(KEY, OTHER_KEY))))
            .clock(InstantSource.fixed(NOW))
            .build();
    String compact = TokenForge.with(key).header("typ", "at+jwt").claims(claims).sign();
    return ((Verification.Verified) verifier.verify(compact)).jwt();
  }

  private LiveConnections.Live open(String name, VerifiedJwt jwt) {
    return connections.add(jwt, jwt.expiresAt(), Runnable::run, why -> ended.add(name));
  }

  private void revoke(Kind kind, String value, long minVersion) {
    connections.revoked(ISSUER, new RevokedBy(kind, minVersion), value);
  }

  @Test
  void anEntryEndsItsOwnAndNoOther() {
    open("token", token(KEY, "jti", "t2", "sid", "s2", "sub", "bob"));
    open("session", token(KEY, "jti", "t3", "sid", "s3", "sub", "cid"));
    open("subject", token(KEY, "jti", "t4", "sid", "s4", "sub", "dan"));
    open("newer", token(KEY, "jti", "t5", "sid", "s5", "sub", "dan", "authz_ver", 4));
    open("key", token(OTHER_KEY, "jti", "t6", "sid", "s6", "sub", "eve"));

    revoke(Kind.SESSION, "t2", 0);
    assertThat(ended).isEmpty();
    revoke(Kind.TOKEN, "t2", 0);
    assertThat(ended).containsExactly("token");
    revoke(Kind.SESSION, "s3", 0);
    revoke(Kind.SUBJECT, "dan", 4);
    assertThat(ended).containsExactly("token", "session", "subject");
    revoke(Kind.KEY, token(OTHER_KEY).keyThumbprint(), 0);
    assertThat(ended).containsExactly("token", "session", "subject", "key");
  }

  @Test
  void anEntryEndsAllThatItNames() {
    open("one", token(KEY));
    open("two", token(KEY, "jti", "t2"));
    open("three", token(KEY, "jti", "t3", "sid", "s3"));

    revoke(Kind.SESSION, "s1", 0);

    assertThat(ended).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void anotherIssuersEntryNamesNobodyHere() {
    open("one", token(KEY));

    connections.revoked("https://other.example", new RevokedBy(Kind.SESSION, 0), "s1");

    assertThat(ended).isEmpty();
  }

  @Test
  void aTokenEndsWhenItExpires() {
    open("late", token(KEY, "exp", NOW.getEpochSecond() + 601));
    open("soon", token(KEY));
    long expiry = NOW.plusSeconds(600).toEpochMilli();

    connections.expire(expiry - 1);
    assertThat(ended).isEmpty();
    connections.expire(expiry);
    assertThat(ended).containsExactly("soon");
  }

  @Test
  void itIsToldWhyAndLastsAsLongAsWasSaid() {
    List<RejectReason> told = new ArrayList<>();
    VerifiedJwt jwt = token(KEY);
    Instant until = jwt.expiresAt().plusSeconds(30);
    LiveConnections.Live live = connections.add(jwt, until, Runnable::run, told::add);

    connections.expire(until.toEpochMilli() - 1);
    assertThat(told).isEmpty();
    connections.expire(until.toEpochMilli());
    revoke(Kind.TOKEN, "t1", 0);
    assertThat(told).containsExactly(RejectReason.EXPIRED, RejectReason.REVOKED);
    connections.remove(live);
  }

  @Test
  void nothingIsLeftOfThoseThatHaveEnded() {
    List<LiveConnections.Live> open = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      open.add(open("c" + i, token(KEY, "jti", "t" + i, "sid", "s" + i / 10)));
    }
    assertThat(connections.size()).isEqualTo(100);
    assertThat(connections.names()).isEqualTo(100 + 10 + 1 + 1);

    open.forEach(connections::remove);
    open.forEach(connections::remove);

    assertThat(connections.size()).isZero();
    assertThat(connections.names()).isZero();
    revoke(Kind.SUBJECT, "ann", 9);
    connections.expire(Long.MAX_VALUE);
    assertThat(ended).isEmpty();
  }
}
