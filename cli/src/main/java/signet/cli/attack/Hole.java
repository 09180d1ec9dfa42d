package signet.cli.attack;

/** What an endpoint may do wrong. The words are stable. */
enum Hole {
  UNSIGNED(
      "unsigned", "takes tokens without a signature", "CVE-2015-2951; RFC 8725 3.1", Remedy.VERIFY),
  STRIPPED(
      "stripped",
      "takes tokens whose signature is empty",
      "CVE-2020-28042; RFC 8725 3.3",
      Remedy.VERIFY),
  UNCHECKED("unchecked", "does not check the signature", "RFC 8725 3.3", Remedy.VERIFY),
  NULL_SIGNATURE(
      "null-signature", "takes an ECDSA signature of zeros", "CVE-2022-21449", Remedy.VERIFY),
  CONFUSION(
      "key-confusion",
      "takes a public key as an HMAC secret",
      "CVE-2016-10555; RFC 8725 3.1",
      Remedy.ALGORITHM),
  EMBEDDED_KEY(
      "embedded-key", "trusts the key in jwk", "CVE-2018-0114; RFC 8725 3.10", Remedy.HEADER_KEYS),
  EMBEDDED_CHAIN(
      "embedded-chain",
      "trusts the certificate in x5c",
      "RFC 7515 4.1.6; RFC 8725 3.10",
      Remedy.HEADER_KEYS),
  KEY_ADDRESS("key-address", "trusts keys at jku or x5u", "RFC 8725 3.10", Remedy.HEADER_KEYS),
  FETCHES(
      "fetches",
      "fetches what jku or x5u names",
      "CVE-2026-48522; RFC 8725 3.10",
      Remedy.HEADER_KEYS),
  KEY_NAME("key-name", "looks a kid up as a path or in SQL", "RFC 8725 3.10", Remedy.HEADER_KEYS),
  WEAK_SECRET("weak-secret", "signs with a secret of a word list", "RFC 8725 3.5", Remedy.SECRET),
  EMPTY_SECRET(
      "empty-secret", "takes an empty HMAC secret", "CVE-2019-20933; RFC 8725 3.5", Remedy.SECRET),
  EXPIRED("expired", "takes expired tokens", "RFC 7519 4.1.4", Remedy.CLAIMS),
  NO_EXPIRY(
      "no-expiry",
      "takes tokens without a usable expiry",
      "RFC 7519 4.1.4; CVE-2026-25537",
      Remedy.CLAIMS),
  NOT_YET("not-yet-valid", "takes tokens that are not valid yet", "RFC 7519 4.1.5", Remedy.CLAIMS),
  AUDIENCE("audience", "takes tokens for others", "RFC 8725 3.9", Remedy.CLAIMS),
  ISSUER("issuer", "takes tokens of other issuers", "RFC 8725 3.8", Remedy.CLAIMS),
  TYPE("type", "takes other kinds of tokens (typ)", "RFC 8725 3.11, 3.12", Remedy.CLAIMS),
  CRITICAL("critical", "ignores crit", "CVE-2026-32597; RFC 7515 4.1.11", Remedy.CLAIMS),
  DUPLICATES(
      "duplicates", "reads JSON with a member twice", "RFC 7515 4; RFC 8725 2.6", Remedy.INPUT),
  LAX_TEXT("lax-text", "reads other texts as the same token", "RFC 7515 2", Remedy.INPUT),
  IN_QUERY(
      "in-query", "takes the token from the address", "RFC 6750 2.3; RFC 9700 4.3.2", Remedy.INPUT),
  BREAKS("breaks", "fails with 5xx or not at all", "CVE-2025-53864; CVE-2025-27144", Remedy.INPUT);

  private final String word;
  private final String title;
  private final String reference;
  private final Remedy remedy;

  Hole(String word, String title, String reference, Remedy remedy) {
    this.word = word;
    this.title = title;
    this.reference = reference;
    this.remedy = remedy;
  }

  /** Names it in reports. */
  String word() {
    return word;
  }

  /** What an endpoint with it does. */
  String title() {
    return title;
  }

  /** Where one reads more. */
  String reference() {
    return reference;
  }

  /** How it is closed. */
  Remedy remedy() {
    return remedy;
  }
}
