package signet.cli.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import signet.cli.explain.Facts.ClockReading;

/** Causes in times: what has passed, what lies ahead, and whose clock is wrong. */
final class TimeCauses {
  private TimeCauses() {}

  static Cause expired(Inquiry inquiry) {
    Optional<Cause> clock = clock(inquiry);
    if (clock.isPresent()) {
      return clock.get();
    }
    Facts facts = inquiry.facts();
    Instant exp = time(inquiry, "exp").orElse(facts.now());
    String when = "the token expired " + Times.relative(exp, facts.now());
    Optional<Instant> iat = time(inquiry, "iat");
    String lived =
        iat.map(
                at ->
                    ", "
                        + Times.span(Duration.between(at, facts.now()))
                        + " after it was issued for "
                        + Times.span(Duration.between(at, exp)))
            .orElse("");
    String agree =
        facts.clocks().isEmpty()
            ? ": the client kept an old token, or this clock is ahead"
            : "; the clocks agree, so the client sends an old token";
    return Cause.of(
        when + lived + agree + ".",
        "have the client refresh and send the newest token, even right after a login",
        facts.clocks().isEmpty()
            ? "--server URL compares this clock with the issuer's"
            : "look for a token that is kept in a cache, a variable or another tab");
  }

  static Cause ahead(Inquiry inquiry, String claim) {
    Optional<Cause> clock = clock(inquiry);
    if (clock.isPresent()) {
      return clock.get();
    }
    Facts facts = inquiry.facts();
    Instant at = time(inquiry, claim).orElse(facts.now());
    String span = Times.span(Duration.between(facts.now(), at));
    if (claim.equals("nbf")) {
      boolean planned = time(inquiry, "iat").filter(iat -> !iat.isAfter(facts.now())).isPresent();
      if (planned) {
        return Cause.of(
            "the token counts only "
                + Times.relative(at, facts.now())
                + ", as its issuer wrote"
                + " (nbf).",
            "wait, or have the issuer write an earlier nbf");
      }
    }
    return Cause.of(
        "this machine's clock is behind the issuer's by "
            + span
            + " at least: "
            + claim
            + " lies ahead.",
        "set this clock by NTP (timedatectl status)",
        "--server URL compares this clock with the issuer's");
  }

  static Cause tooOld(Inquiry inquiry) {
    String age =
        time(inquiry, "iat")
            .map(iat -> Times.span(Duration.between(iat, inquiry.facts().now())))
            .orElse("unknown time");
    return Cause.of(
        "the token was issued " + age + " ago, which is longer than this place accepts.",
        "have the client refresh, or the user log in again");
  }

  static Cause lifetimeTooLong(Inquiry inquiry) {
    Instant exp = time(inquiry, "exp").orElse(Instant.EPOCH);
    Instant iat = time(inquiry, "iat").orElse(Instant.EPOCH);
    return Cause.of(
        "the token lives "
            + Times.span(Duration.between(iat, exp))
            + " from iat to exp, longer than this service accepts.",
        "have the issuer write a shorter lifetime: 15 minutes are usual");
  }

  /** A clock by which the verdict would be another one, and that differs from this one. */
  private static Optional<Cause> clock(Inquiry inquiry) {
    for (ClockReading reading : inquiry.facts().clocks()) {
      if (reading.differs()) {
        Instant there = inquiry.facts().now().plus(reading.ahead());
        Verdict verdict = inquiry.judge().decide(inquiry.token().token(), there);
        if (!verdict.reason().equals(inquiry.verdict().reason())) {
          return Optional.of(
              Cause.of(
                  reading.words()
                      + "; at "
                      + reading.whose()
                      + "'s time "
                      + Inquiry.then(verdict)
                      + ".",
                  "set the clock by NTP (timedatectl status); do not raise the clock skew"));
        }
      }
    }
    return Optional.empty();
  }

  static Optional<Instant> time(Inquiry inquiry, String claim) {
    return inquiry.token().claims().flatMap(claims -> claims.instant(claim));
  }
}
