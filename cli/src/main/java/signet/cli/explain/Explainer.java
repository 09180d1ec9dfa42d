package signet.cli.explain;

import java.util.List;
import java.util.Optional;
import signet.cli.explain.Facts.KeyForm;
import signet.jose.reject.RejectReason;

/**
 * Says why a request is refused. The decision is the {@link Judge}'s, so the verifier's own; here
 * only its cause is looked for. Immutable; does no I/O.
 */
public final class Explainer {
  private final Judge judge;
  private final Facts facts;

  /** An explainer of what that judge decides, by those facts. */
  public Explainer(Judge judge, Facts facts) {
    this.judge = judge;
    this.facts = facts;
  }

  /** Why the request passes or not. Never throws for what it holds. */
  public Diagnosis explain(Presented presented) {
    Verdict verdict = judge.decide(presented.request(), facts.now());
    Inquiry inquiry = new Inquiry(presented, Anatomy.of(presented.token()), facts, judge, verdict);
    return new Diagnosis(verdict, cause(inquiry), Checks.of(inquiry), Warnings.of(inquiry));
  }

  private static Cause cause(Inquiry inquiry) {
    Verdict verdict = inquiry.verdict();
    if (verdict.isAccepted()) {
      return accepted(inquiry);
    }
    return switch (verdict.status()) {
      case 400 -> FormCauses.ambiguous(inquiry);
      case 403 -> ClaimCauses.forbidden(inquiry);
      default ->
          verdict
              .reason()
              .map(reason -> refused(inquiry, reason))
              .orElseGet(() -> FormCauses.noCredentials(inquiry));
    };
  }

  private static Cause refused(Inquiry inquiry, RejectReason reason) {
    return switch (reason) {
      case TOO_LARGE -> tooLarge(inquiry);
      case MALFORMED -> malformed(inquiry);
      case CRITICAL_HEADER ->
          Cause.of(
              "the header asks for an extension (crit or b64) that no verifier here knows.",
              "have the issuer leave crit out; nothing in access tokens needs it");
      case ALG_NONE -> KeyCauses.unsigned(inquiry);
      case ALG_NOT_ALLOWED -> KeyCauses.notAllowed(inquiry);
      case WRONG_TYPE -> ClaimCauses.wrongType(inquiry);
      case KEYS_UNAVAILABLE -> KeyCauses.unavailable(inquiry);
      case UNKNOWN_KID -> KeyCauses.unknownKid(inquiry);
      case KEY_MISMATCH -> KeyCauses.mismatch(inquiry);
      case NOT_NESTED, NOT_DECRYPTABLE ->
          Cause.of(
              "the service expects an encrypted token that it can open, and this is none.",
              "check which key the issuer encrypts for (encryption.key of the client)");
      case BAD_SIGNATURE -> SignatureCauses.badSignature(inquiry);
      case BAD_CLAIM -> ClaimCauses.badClaim(inquiry);
      case MISSING_CLAIM -> ClaimCauses.missingClaim(inquiry);
      case WRONG_ISSUER -> ClaimCauses.wrongIssuer(inquiry);
      case WRONG_AUDIENCE -> ClaimCauses.wrongAudience(inquiry);
      case EXPIRED -> TimeCauses.expired(inquiry);
      case NOT_YET_VALID -> TimeCauses.ahead(inquiry, "nbf");
      case ISSUED_IN_FUTURE -> TimeCauses.ahead(inquiry, "iat");
      case TOO_OLD -> TimeCauses.tooOld(inquiry);
      case LIFETIME_TOO_LONG -> TimeCauses.lifetimeTooLong(inquiry);
      case CUSTOM_CHECK ->
          Cause.of(
              "a check that the application added said no.", "look into the service's own checks");
      case DPOP_MISSING ->
          Cause.of(
              "the token is bound to a key (cnf), and came without a proof that the client has it.",
              "send it with the scheme DPoP and a DPoP header (RFC 9449)");
      case DPOP_INVALID ->
          Cause.of(
              "the DPoP proof does not fit: another key, method, address, token, or too old.",
              "make a proof for each request, with the address as the service sees it");
      case REVOCATIONS_UNAVAILABLE ->
          Cause.of(
              "the service does not know what was revoked: its feed cannot be read, or not lately.",
              "look at the service's health; it follows /revocations/stream");
      case REVOKED -> ClaimCauses.revoked(inquiry);
    };
  }

  private static Cause tooLarge(Inquiry inquiry) {
    return Cause.of(
        "the token has "
            + inquiry.token().token().length()
            + " characters or more, and verifiers take 8 KiB.",
        "have the issuer write less into it: roles instead of rights, no user profile");
  }

  private static Cause malformed(Inquiry inquiry) {
    return Checks.isFormed(inquiry.token())
        ? Cause.of(
            "the signature holds, but the payload is no strict JSON object: a name stands twice, it"
                + " nests too deep, or is no object.",
            "have the issuer make its tokens with a library")
        : FormCauses.malformed(inquiry);
  }

  /** What would have others refuse it, though every check passed. */
  private static Cause accepted(Inquiry inquiry) {
    Facts facts = inquiry.facts();
    String place = facts.held().place();
    if (facts.held().form() == KeyForm.CERTIFICATE) {
      return Cause.of(
          "the token is fine, but "
              + place
              + " holds a certificate, not a key: what takes a public key alone fails on it.",
          "openssl x509 -in " + place + " -pubkey -noout >public.pem");
    }
    if (facts.held().form() == KeyForm.PRIVATE) {
      return Cause.of(
          "the token is fine, but "
              + place
              + " holds the private key where the public one belongs: whoever reads it can sign.",
          "openssl pkey -in " + place + " -pubout >public.pem",
          "if it has been anywhere else, make a new key");
    }
    Optional<Cause> kind =
        facts.expected().type().isPresent() ? Optional.empty() : ClaimCauses.kind(inquiry);
    List<String> next =
        inquiry.judge().revocation().isPresent()
            ? List.of()
            : List.of("revocation was not looked at: --server with --client-id does that");
    return kind.orElseGet(() -> new Cause("every check passes.", next));
  }
}
