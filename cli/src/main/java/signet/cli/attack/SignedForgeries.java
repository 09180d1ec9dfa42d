package signet.cli.attack;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;

/** Tokens that are rightly signed and say something that they must not. For one use. */
final class SignedForgeries {
  private static final Duration LONG_AGO = Duration.ofHours(1);

  private final Material material;
  private final ForgeKey key;
  private final Sink sink;

  /** Takes what was forged. */
  @FunctionalInterface
  interface Sink {
    void add(Hole hole, String variant, String token);
  }

  SignedForgeries(Material material, ForgeKey key, Sink sink) {
    this.material = material;
    this.key = key;
    this.sink = sink;
  }

  void all() {
    times();
    strangers();
    headers();
    duplicates();
  }

  private void times() {
    long now = material.now().getEpochSecond();
    long past = now - LONG_AGO.toSeconds();
    claim(Hole.EXPIRED, "exp an hour ago", "exp", past);
    claim(Hole.NO_EXPIRY, "exp missing", "exp", Missing.MEMBER);
    claim(Hole.NO_EXPIRY, "exp null", "exp", null);
    claim(Hole.NO_EXPIRY, "exp a text, an hour ago", "exp", Long.toString(past));
    claim(Hole.NO_EXPIRY, "exp a list", "exp", List.of(past));
    claim(Hole.NOT_YET, "nbf in an hour", "nbf", now + LONG_AGO.toSeconds());
  }

  private void strangers() {
    claim(Hole.AUDIENCE, "aud of another", "aud", "https://another.example");
    claim(Hole.AUDIENCE, "aud missing", "aud", Missing.MEMBER);
    Claims.text(material.token(), "aud")
        .ifPresent(
            own -> claim(Hole.AUDIENCE, "aud with more at its end", "aud", own + ".example"));
    claim(Hole.ISSUER, "iss of another", "iss", "https://another.example");
    claim(Hole.ISSUER, "iss missing", "iss", Missing.MEMBER);
    Claims.text(material.token(), "iss")
        .ifPresent(own -> claim(Hole.ISSUER, "iss with more at its end", "iss", own + ".example"));
  }

  private void headers() {
    header(Hole.TYPE, "typ of a proof", "typ", "dpop+jwt");
    header(Hole.TYPE, "typ of a logout token", "typ", "logout+jwt");
    String critical = Damage.withHeader(material.token(), "crit", List.of("x-unknown"));
    sign(Hole.CRITICAL, "crit of what nobody knows", Damage.withHeader(critical, "x-unknown", 1));
    header(Hole.CRITICAL, "crit empty", "crit", List.of());
    header(Hole.CRITICAL, "crit a text", "crit", "exp");
  }

  private void duplicates() {
    String token = material.token();
    String subject = Claims.text(token, "sub").orElse("");
    sign(Hole.DUPLICATES, "alg twice", Damage.withMemberTwice(token, 0, "alg", key.alg()));
    sign(Hole.DUPLICATES, "sub twice", Damage.withMemberTwice(token, 1, "sub", subject));
  }

  /** Stands for a member that is left out. */
  private enum Missing {
    MEMBER
  }

  private void claim(Hole hole, String variant, String name, @Nullable Object value) {
    String token = material.token();
    sign(
        hole,
        variant,
        value == Missing.MEMBER
            ? Damage.withoutClaim(token, name)
            : Damage.withClaim(token, name, value));
  }

  private void header(Hole hole, String variant, String name, Object value) {
    sign(hole, variant, Damage.withHeader(material.token(), name, value));
  }

  private void sign(Hole hole, String variant, String changed) {
    sink.add(hole, variant, Damage.resign(changed, key));
  }
}
