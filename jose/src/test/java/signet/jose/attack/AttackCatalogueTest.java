package signet.jose.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import signet.jose.jwt.Verification;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/**
 * Every library-level attack of the catalogue, forged afresh with fresh keys for every algorithm
 * that it applies to. The names carry the catalogue's id; each asserts the refusal and its reason.
 */
class AttackCatalogueTest {

  private static final Map<String, Function<Victim, Stream<Attack>>> FAMILIES =
      Map.of(
          "alg", AlgorithmAttacks::of,
          "header-key", HeaderKeyAttacks::of,
          "secret, jwk", SecretAndKeyAttacks::of,
          "crit, typ", HeaderMeaningAttacks::of,
          "serial, json", SerializationAttacks::of,
          "sigmath", SignatureAttacks::of,
          "claims", ClaimAttacks::of,
          "jwe", EncryptedTokenAttacks::of,
          "fetching", KeyFetchAttacks::of);

  private static Map<String, Victim> victims = Map.of();
  private static Map<String, List<Attack>> attacks = Map.of();

  /** All that this JDK has; mutation testing names a few, since it runs the attacks so often. */
  private static List<String> algorithms() {
    String named = System.getProperty("signet.attack.algorithms", "");
    return named.isEmpty() ? TokenForge.supported() : List.of(named.split(",", -1));
  }

  /** Forged once, on all cores; most of the time goes into signing. */
  @BeforeAll
  static void forge() {
    victims =
        algorithms().parallelStream().collect(Collectors.toConcurrentMap(alg -> alg, Victim::new));
    attacks =
        victims.values().parallelStream()
            .collect(
                Collectors.toConcurrentMap(victim -> victim.alg, AttackCatalogueTest::attacks));
  }

  @TestFactory
  Stream<DynamicContainer> refusesEveryAttack() {
    return algorithms().stream()
        .map(
            alg ->
                DynamicContainer.dynamicContainer(
                    alg,
                    attacks.get(alg).stream()
                        .map(
                            attack ->
                                DynamicTest.dynamicTest(
                                    attack.displayName() + " · " + alg, attack.check()))));
  }

  /** Without this, a verifier that refuses everything would pass all attacks. */
  @TestFactory
  Stream<DynamicTest> acceptsTheTokenThatTheAttacksStartFrom() {
    return algorithms().stream()
        .map(victims::get)
        .map(
            victim ->
                DynamicTest.dynamicTest(
                    victim.alg,
                    () -> {
                      String token = victim.goodToken();
                      assertThat(victim.narrow.verify(token))
                          .isInstanceOf(Verification.Verified.class);
                      assertThat(victim.wide.verify(token))
                          .isInstanceOf(Verification.Verified.class);
                    }));
  }

  @Test
  void everyLibraryAttackOfTheCatalogueIsForged() {
    assumeTrue(algorithms().equals(TokenForge.supported()), "some attacks need other algorithms");
    Set<String> forged =
        attacks.values().stream()
            .flatMap(List::stream)
            .map(Attack::id)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Json catalogue = Vectors.orSkip(Assumptions::abort).json("attacks/catalogue.json");
    Set<String> wanted =
        catalogue.at("attacks").items().stream()
            .filter(attack -> attack.text("level").equals("lib"))
            .map(attack -> attack.text("id"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    assertThat(forged).containsExactlyInAnyOrderElementsOf(wanted);
  }

  private static List<Attack> attacks(Victim victim) {
    return FAMILIES.values().stream().flatMap(family -> family.apply(victim)).toList();
  }
}
