package signet.cli.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import signet.jose.jwt.ClaimNames;
import signet.server.client.ClaimMapping;
import signet.server.client.SecretName;

/** What nobody refuses a token for, and is worth a look all the same. */
final class Warnings {
  private static final Duration LONG_LIFE = Duration.ofHours(1);
  private static final int LARGE_CHARS = 2 * 1024 * 4 / 3;
  private static final int MAX_NAMES = 8;

  /** OpenID Connect Core §5.1 and what else tells who somebody is. */
  private static final Set<String> PERSONAL =
      Set.of(
          "name",
          "given_name",
          "family_name",
          "middle_name",
          "nickname",
          "preferred_username",
          "profile",
          "picture",
          "email",
          "gender",
          "birthdate",
          "phone_number",
          "phone",
          "address",
          "ip",
          "ip_address",
          "nationality",
          "tax_id",
          "passport");

  private Warnings() {}

  static List<String> of(Inquiry inquiry) {
    List<String> warnings = new ArrayList<>();
    List<String> secrets = new ArrayList<>();
    List<String> personal = new ArrayList<>();
    inquiry.token().claims().ifPresent(c -> look(c.toMap(), secrets, personal));
    if (!secrets.isEmpty()) {
      warnings.add(
          "claims that look like secrets, which anybody who sees the token can read: "
              + names(secrets));
    }
    if (!personal.isEmpty()) {
      warnings.add("claims that are personal data, in every log of tokens: " + names(personal));
    }
    Optional<Instant> exp = TimeCauses.time(inquiry, ClaimNames.EXPIRES_AT);
    Optional<Instant> iat = TimeCauses.time(inquiry, ClaimNames.ISSUED_AT);
    if (exp.isPresent() && iat.isPresent()) {
      Duration life = Duration.between(iat.get(), exp.get());
      if (life.compareTo(LONG_LIFE) > 0) {
        warnings.add(
            "it lives "
                + Times.span(life)
                + ": an access token of more than an hour outlives much");
      }
    }
    if (inquiry.token().token().length() > LARGE_CHARS) {
      warnings.add("it is large, and every request carries it");
    }
    inquiry.facts().clocks().stream()
        .filter(Facts.ClockReading::differs)
        .forEach(reading -> warnings.add(reading.words()));
    return warnings;
  }

  private static void look(Map<?, ?> claims, List<String> secrets, List<String> personal) {
    claims.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (!ClaimMapping.isTaken(name) && SecretName.matches(name)) {
            secrets.add(name);
          } else if (PERSONAL.contains(name.toLowerCase(Locale.ROOT))) {
            personal.add(name);
          }
          // The reader has bounded the depth.
          if (value instanceof Map<?, ?> inner && !name.equals("cnf")) {
            look(inner, secrets, personal);
          }
        });
  }

  private static String names(List<String> names) {
    return String.join(", ", names.stream().limit(MAX_NAMES).toList())
        + (names.size() > MAX_NAMES ? ", …" : "");
  }
}
