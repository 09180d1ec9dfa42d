package signet.jose.differential;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/**
 * One generated token, as a recipe that any key can follow: what is changed before signing, and
 * what is damaged afterwards. Most cases change one thing, some several, some nothing.
 *
 * @param claims the change of the claims
 * @param header the change of the header
 * @param damage the damage to the signed token
 * @param seed decides every choice within a change
 */
record TokenCase(Change claims, Change header, Harm damage, long seed) {

  /** A change before signing; its name is what {@link PolicyDifference} looks at. */
  record Change(String name, BiFunction<TokenForge, Random, TokenForge> apply) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What harm is done to. */
  record Signed(TokenForge forge, ForgeKey key, String token) {}

  /** A damage after signing. */
  record Harm(String name, BiFunction<Signed, Random, String> apply) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** All cases. */
  static Arbitrary<TokenCase> all() {
    return Combinators.combine(
            mostly(ClaimChanges.none(), ClaimChanges.all()),
            mostly(HeaderChanges.none(), HeaderChanges.all()),
            mostly(Harms.none(), Harms.all()),
            Arbitraries.longs())
        .as(TokenCase::new);
  }

  private static <T> Arbitrary<T> mostly(T none, List<T> some) {
    return Arbitraries.oneOf(Arbitraries.just(none), Arbitraries.of(some));
  }

  /** The cases that leave header and claims as they are. */
  static Arbitrary<TokenCase> damaged() {
    return Combinators.combine(mostly(Harms.none(), Harms.all()), Arbitraries.longs())
        .as((harm, seed) -> new TokenCase(ClaimChanges.none(), HeaderChanges.none(), harm, seed));
  }

  /** The token of this case under a key. */
  String token(ForgeKey key) {
    Random random = new Random(seed);
    TokenForge forge = TokenForge.with(key).header("typ", "at+jwt").claims(ClaimChanges.good());
    forge = claims.apply().apply(forge, random);
    forge = header.apply().apply(forge, random);
    return damage.apply().apply(new Signed(forge, key, forge.sign()), random);
  }

  boolean has(String change) {
    return claims.name().equals(change)
        || header.name().equals(change)
        || damage.name().equals(change);
  }
}
