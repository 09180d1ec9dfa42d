package signet.jose.differential;

import static signet.jose.reject.RejectReason.BAD_CLAIM;
import static signet.jose.reject.RejectReason.BAD_SIGNATURE;
import static signet.jose.reject.RejectReason.CRITICAL_HEADER;
import static signet.jose.reject.RejectReason.EXPIRED;
import static signet.jose.reject.RejectReason.ISSUED_IN_FUTURE;
import static signet.jose.reject.RejectReason.MALFORMED;
import static signet.jose.reject.RejectReason.UNKNOWN_KID;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import signet.jose.reject.RejectReason;

/**
 * Where Signet and another library judge one token differently, and why. A difference that no entry
 * explains fails the properties, so this table is complete for what they generate.
 *
 * <p>The first group is refused by Signet and accepted by at least one of the others; the last two
 * entries are accepted by Signet and refused by at least one of them.
 */
@SuppressWarnings("ImmutableEnumChecker") // Set.of and List.of do not change.
enum PolicyDifference {
  STRICT_BASE64URL(
      "RFC 7515 §2: one text for one byte string; padding, white space, the other alphabet and"
          + " stray bits are refused. Nimbus and jose4j skip what is no letter of the alphabet.",
      Set.of(MALFORMED),
      "base64 lax",
      "base64 lax and signed",
      "a letter replaced",
      "space around"),
  STRICT_JSON(
      "RFC 8259 and RFC 7515 §4: names once, no comments, nothing after the object, no lone"
          + " surrogates. Every peer is lax in one of these.",
      Set.of(MALFORMED),
      "claims with a byte order mark",
      "claims with a comment",
      "claims with a leading zero",
      "claims with a lone surrogate",
      "claims with a raw control character",
      "claims with a repeated name",
      "claims with a trailing comma",
      "claims with trailing text",
      "header with a byte order mark",
      "header with a lone surrogate",
      "header with a repeated member",
      "header with a trailing comma",
      "header with trailing text"),
  BOUNDED_DEPTH(
      "Eight levels are enough for any header or claims; the peers' limits are hundreds or none.",
      Set.of(MALFORMED),
      "claims nested deep",
      "header nested deep"),
  NO_EXTENSION_IS_UNDERSTOOD(
      "RFC 7515 §4.1.11 and RFC 7797 §7: any crit is refused, and b64 where it is not true. java-jwt"
          + " does not look at crit; the others let malformed ones through.",
      Set.of(CRITICAL_HEADER),
      "crit unknown",
      "crit malformed",
      "b64 false",
      "b64 false without crit"),
  WHOLE_SECONDS(
      "RFC 7519 §2 permits fractions of a second; here a date is an integer, so that two readers"
          + " cannot round it to two.",
      Set.of(BAD_CLAIM),
      "date with a fraction"),
  SANE_DATES(
      "A date before 1970 or after 9999 is a mistake, most often milliseconds for seconds: such a"
          + " token would live for fifty thousand years.",
      Set.of(BAD_CLAIM),
      "date in milliseconds",
      "date negative",
      "date huge"),
  TYPED_CLAIMS(
      "RFC 7519 §4.1: a registered claim of another type, null too, is refused and never read as"
          + " absent.",
      Set.of(BAD_CLAIM),
      "date as text",
      "date null",
      "date of another type",
      "iss of another type",
      "aud of another type",
      "aud list of mixed types",
      "sub null",
      "sub of another type",
      "jti of another type"),
  EXPIRY_IS_EXCLUSIVE(
      "RFC 7519 §4.1.4: on or after exp the token is not accepted. jjwt accepts it at exp.",
      Set.of(EXPIRED),
      "exp at the skew"),
  NOT_ISSUED_IN_THE_FUTURE(
      "An iat ahead by more than the skew is refused. Nimbus and jjwt do not look at it, jose4j"
          + " by its own allowance.",
      Set.of(ISSUED_IN_FUTURE),
      "iat future"),
  KID_NAMES_A_KEY(
      "A kid that no key has, or that is no text, is refused, where peers that were given one key"
          + " do not look at it.",
      Set.of(UNKNOWN_KID, MALFORMED),
      "kid unknown",
      "kid of another type"),
  ONE_ECDSA_ENCODING(
      "RFC 7518 §3.4: R and S of fixed length. jjwt reads DER too, jose4j any even length.",
      Set.of(BAD_SIGNATURE),
      "a forged signature"),

  ONE_MEDIA_TYPE(
      "RFC 7515 §4.1.9: typ compares without case, and application/ may be left out. The others"
          + " compare letters or keep the prefix.",
      Set.of(),
      "typ in another case",
      "typ with application/"),
  MEMBERS_NOT_READ(
      "RFC 7515 §4: members that are not understood are ignored. Signet never reads those that bring"
          + " or point to keys, so their form cannot matter; zip, enc and cty mean nothing to a"
          + " signed token of claims.",
      Set.of(),
      "jku no URL",
      "jwk no key",
      "x5c no certificate",
      "x5t no thumbprint",
      "zip",
      "enc",
      "cty");

  private final String why;
  private final Set<RejectReason> reasons;
  private final List<String> changes;

  PolicyDifference(String why, Set<RejectReason> reasons, String... changes) {
    this.why = why;
    this.reasons = reasons;
    this.changes = List.of(changes);
  }

  /** The entry that explains why Signet refuses what another library accepts. */
  static Optional<PolicyDifference> ofRefusal(TokenCase tokenCase, RejectReason reason) {
    return List.of(values()).stream()
        .filter(difference -> difference.reasons.contains(reason))
        .filter(difference -> difference.changes.stream().anyMatch(tokenCase::has))
        .findFirst();
  }

  /** The entry that explains why Signet accepts what another library refuses. */
  static Optional<PolicyDifference> ofAcceptance(TokenCase tokenCase) {
    return List.of(values()).stream()
        .filter(difference -> difference.reasons.isEmpty())
        .filter(difference -> difference.changes.stream().anyMatch(tokenCase::has))
        .findFirst();
  }

  /** The changes that this entry speaks of. */
  List<String> changes() {
    return changes;
  }

  /** The reason in words. */
  String why() {
    return why;
  }
}
