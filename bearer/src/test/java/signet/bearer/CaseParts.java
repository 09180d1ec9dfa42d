package signet.bearer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.bearer.dpop.DpopNonces;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.bearer.revocation.StalePolicy;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.JwtVerifier;
import signet.testkit.cases.CaseFile;
import signet.testkit.json.Json;

/** What a case of the file says, as the parts of a verifier. */
public final class CaseParts {
  private CaseParts() {}

  /** Those that this Java can judge. */
  public static List<Json> cases() throws IOException {
    return CaseFile.read().stream()
        .filter(one -> one.find("needs").isEmpty() || JwsAlgorithm.ML_DSA_65.isAvailable())
        .toList();
  }

  /** What stands in front of a service that takes access tokens. */
  public static BearerAuthenticator authenticator(Json one, @Nullable RevocationFeed feed) {
    BearerAuthenticator.Builder builder =
        BearerAuthenticator.builder(verifier(one, feed), one.text("realm"))
            .freshness(() -> isFresh(feed))
            .proofs(proofs(one))
            .clock(clock(one));
    guide(one).ifPresent(builder::guide);
    return builder.build();
  }

  /** What stands in front of a service behind a gateway. */
  public static TransactionAuthenticator transactionAuthenticator(Json one) {
    TransactionAuthenticator plain =
        TransactionAuthenticator.of(transactionVerifier(one), one.text("realm"));
    return guide(one).map(plain::guide).orElse(plain);
  }

  /** What verifies transaction tokens. */
  public static TransactionTokenVerifier transactionVerifier(Json one) {
    return TransactionTokenVerifier.builder(one.text("audience"))
        .keys(keys(one))
        .clock(clock(one))
        .build();
  }

  /** Whether it is known what was revoked; not where there is no feed. */
  public static boolean isFresh(@Nullable RevocationFeed feed) {
    return feed != null && feed.health().state() == RevocationHealth.State.FRESH;
  }

  private static Optional<URI> guide(Json one) {
    return one.find("guide").map(Json::text).map(URI::create);
  }

  /** How proofs of possession are checked. */
  public static DpopVerifier proofs(Json one) {
    DpopVerifier.Builder builder = DpopVerifier.builder().clock(clock(one));
    one.find("nonces").ifPresent(nonces -> builder.nonces(nonces(nonces, clock(one))));
    return builder.build();
  }

  private static DpopNonces nonces(Json nonces, InstantSource clock) {
    return new DpopNonces(
        Base64.getUrlDecoder().decode(nonces.text("key")),
        Duration.ofMillis(millis(nonces.at("span_ms"))),
        clock);
  }

  /** What verifies access tokens. */
  public static JwtVerifier verifier(Json one, @Nullable RevocationFeed feed) {
    JwtVerifier.Builder builder =
        JwtVerifier.accessToken(one.text("issuer"), one.text("audience"))
            .keys(keys(one))
            .clock(clock(one));
    asPolicySays(one, builder);
    if (feed != null) {
      builder.revocation(feed);
    }
    return builder.build();
  }

  /** Has a verifier ask for what the case's policy asks for. */
  public static void asPolicySays(Json one, JwtVerifier.Builder builder) {
    Json policy = one.at("policy");
    for (String name : policy.members().keySet()) {
      Json value = policy.at(name);
      switch (name) {
        case "algorithms" ->
            builder.algorithms(
                texts(value).stream().map(CaseParts::algorithm).toArray(JwsAlgorithm[]::new));
        case "keyAlgorithm" -> builder.keyAlgorithm(algorithm(value.text()));
        case "requireClaims" -> builder.requireClaims(texts(value).toArray(String[]::new));
        case "clockSkewSeconds" -> builder.clockSkew(seconds(value));
        case "maxAgeSeconds" -> builder.maxAge(seconds(value));
        case "maxLifetimeSeconds" -> builder.maxLifetime(seconds(value));
        case "whenStale" -> {
          if (!one.has("revocations")) {
            throw new IllegalArgumentException("a policy is for revocations that are not there");
          }
        }
        default -> throw new IllegalArgumentException("a policy has no " + name);
      }
    }
  }

  private static KeySource keys(Json one) {
    if (!one.has("keys")) {
      return Optional::empty;
    }
    String jwks = one.text("keys");
    return KeySource.of(
        one.at("published").isTrue() ? JwkSet.parsePublished(jwks) : JwkSet.parse(jwks));
  }

  /** What the route asks for. */
  public static RoutePolicy route(Json one) {
    Json asked = one.at("route");
    RoutePolicy route = RoutePolicy.token();
    for (String name : asked.members().keySet()) {
      Json value = asked.at(name);
      route =
          switch (name) {
            case "allScopes" -> route.allScopes(texts(value).toArray(String[]::new));
            case "anyScope" -> route.anyScope(texts(value).toArray(String[]::new));
            case "allRoles" -> route.allRoles(texts(value).toArray(String[]::new));
            case "anyRole" -> route.anyRole(texts(value).toArray(String[]::new));
            case "maxAgeSeconds" -> route.maxAge(seconds(value));
            case "optional" -> route.optional();
            case "freshRevocations" -> route.freshRevocations();
            default -> throw new IllegalArgumentException("a route cannot ask for " + name);
          };
    }
    return route;
  }

  /**
   * A feed that has heard what the case says, and hears nothing more; null where there is none.
   *
   * @param folder for its copy
   */
  public static @Nullable RevocationFeed feed(Json one, Path folder) throws IOException {
    if (!one.has("revocations")) {
      return null;
    }
    Json revocations = one.at("revocations");
    StringBuilder text = new StringBuilder("signet-revocations-1 e:1 ");
    text.append(millis(one.at("now")) - millis(revocations.at("age_ms"))).append('\n');
    for (Json entry : revocations.at("entries").items()) {
      text.append(line(entry)).append('\n');
    }
    Path copy = Files.writeString(Files.createTempFile(folder, "revocations", ""), text);
    ClientCredentials nobody =
        ClientCredentials.at(URI.create("http://127.0.0.1:1/token"))
            .secret("cases", "cases")
            .build();
    RevocationFeed.Builder builder =
        RevocationFeed.of(URI.create("http://127.0.0.1:1/revocations/stream"), nobody)
            .copy(copy)
            .clock(clock(one));
    return one.at("policy").has("whenStale")
        ? builder.whenStale(StalePolicy.REFUSE).start()
        : builder.start();
  }

  private static String line(Json entry) {
    for (String kind : List.of("jti", "sid", "sub")) {
      if (entry.has(kind)) {
        String version = entry.find("min_ver").map(Json::toString).orElse("0");
        return kind + " " + version + " " + entry.at("exp") + " " + entry.text(kind);
      }
    }
    return "key 0 " + Long.MAX_VALUE + " " + entry.text("key");
  }

  private static JwsAlgorithm algorithm(String name) {
    return JwsAlgorithm.fromWireName(name).orElseThrow();
  }

  private static InstantSource clock(Json one) {
    return InstantSource.fixed(Instant.ofEpochMilli(millis(one.at("now"))));
  }

  private static long millis(Json number) {
    return Long.parseLong(number.toString());
  }

  private static Duration seconds(Json number) {
    return Duration.ofSeconds(number.number());
  }

  /** The members of an array of strings. */
  public static List<String> texts(Json array) {
    return array.items().stream().map(Json::text).toList();
  }
}
