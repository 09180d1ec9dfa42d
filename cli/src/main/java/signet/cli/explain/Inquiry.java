package signet.cli.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.cli.explain.Facts.KeyPlace;
import signet.jose.jwa.JwsAlgorithm;

/**
 * One request, what is known of it and what the service answers: what causes are found in.
 *
 * @param presented the request
 * @param token the token, taken apart
 * @param facts what else is known
 * @param judge who decides
 * @param verdict the decision
 */
record Inquiry(Presented presented, Anatomy token, Facts facts, Judge judge, Verdict verdict) {

  /** The algorithm that the header names; empty for none and the unknown. */
  Optional<JwsAlgorithm> algorithm() {
    return token.header("alg").flatMap(JwsAlgorithm::fromWireName);
  }

  Optional<String> kid() {
    return token.header("kid");
  }

  /** What the service would answer to that token alone. */
  Verdict judged(String otherToken) {
    return judge.decide(otherToken, facts.now());
  }

  /** Every place with keys, that of the decision first. */
  List<KeyPlace> places() {
    List<KeyPlace> places = new ArrayList<>();
    facts
        .held()
        .keys()
        .ifPresent(
            keys ->
                places.add(
                    new KeyPlace(
                        facts.held().place(),
                        keys,
                        facts.expected().issuer(),
                        facts.held().secret())));
    facts.published().ifPresent(places::add);
    places.addAll(facts.others());
    return places;
  }

  /** An ending for a cause: what becomes of the token once that is mended. */
  static String then(Verdict verdict) {
    return verdict.isAccepted()
        ? "the token is valid"
        : "the token is refused as " + verdict.word();
  }
}
