package signet.cli.explain;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.jose.reject.RejectReason;
import signet.server.session.RefreshToken;

/** Causes in where the token stood and how it was written: before anything in it is read. */
final class FormCauses {
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)null|undefined|none|nil|\\[object object\\]|\\$.*|\\{+.*\\}+|<.*>|%\\w+%");
  private static final Pattern IN_JSON =
      Pattern.compile("(?s)\\s*\\{.*\"(?:access_token|token)\"\\s*:\\s*\"([^\"]+)\".*");
  private static final String LOOK = "print the header that the client really sends (curl -v)";

  private FormCauses() {}

  /** 400: more than one token, or a header of several words. */
  static Cause ambiguous(Inquiry inquiry) {
    int lines = inquiry.presented().authorization().size();
    if (lines > 1) {
      return Cause.of(
          "the request has "
              + lines
              + " Authorization headers, so no service can tell which one counts; often a proxy or"
              + " an interceptor adds its own.",
          "send exactly one; " + LOOK);
    }
    return repaired(inquiry)
        .or(() -> placeholder(inquiry.token().token()))
        .orElseGet(
            () ->
                Cause.of(
                    "after the scheme stand several words or a list, where one token belongs.",
                    LOOK));
  }

  /** 401 without a reason: nothing was sent that a service would look at. */
  static Cause noCredentials(Inquiry inquiry) {
    Presented presented = inquiry.presented();
    if (presented.inAddress().isPresent()) {
      return Cause.of(
          "the token stands in the query of the URL, where services do not look (RFC 6750 §5.3);"
              + " in the header "
              + Inquiry.then(inquiry.judged(presented.inAddress().get()))
              + ".",
          "send it as 'Authorization: Bearer …'",
          "URLs end up in logs and histories: end the session that the token is of");
    }
    if (presented.authorization().isEmpty()) {
      return Cause.of("the request has no Authorization header.", "send 'Authorization: Bearer …'");
    }
    return Cause.of(
        "the Authorization header has another scheme than Bearer.",
        "send 'Authorization: Bearer …'");
  }

  /** {@code malformed}, where header or signature cannot be read. */
  static Cause malformed(Inquiry inquiry) {
    String token = inquiry.token().token();
    if (token.isEmpty()) {
      return Cause.of(
          "there is no token: nothing stands after Bearer, or nothing was pasted.",
          "check that the client has a token before it sends one");
    }
    Optional<Cause> placeholder = placeholder(token);
    if (placeholder.isPresent()) {
      return placeholder.get();
    }
    if (RefreshToken.parse(token).isPresent()) {
      return Cause.of(
          "this is a refresh token, sent where the access token belongs.",
          "send the access_token of the same answer; a refresh token goes to the authorization"
              + " server alone, so end this session: signet session revoke");
    }
    return repaired(inquiry).orElseGet(() -> structure(inquiry.token()));
  }

  private static Optional<Cause> placeholder(String token) {
    return PLACEHOLDER.matcher(token).matches()
        ? Optional.of(
            Cause.of(
                "this is the name of a variable or an empty value in the place of the token, which"
                    + " was never put in.",
                "check where the client takes the token from; single quotes keep a shell from"
                    + " expanding variables"))
        : Optional.empty();
  }

  private static Cause structure(Anatomy token) {
    int parts = token.parts().size();
    if (token.token().contains("...") || token.token().contains("…")) {
      return Cause.of(
          "the token was shortened with dots for display, as logs and tools do.",
          "copy it from where it is whole");
    }
    if (parts < 3) {
      boolean started = token.header("alg").isPresent();
      return started
          ? Cause.of(
              "the token is cut short: it ends in its "
                  + (parts == 1 ? "header" : "payload")
                  + ", so a copy has lost the rest.",
              "copy the whole token; a double click may stop at a dot or a line")
          : Cause.of(
              "this is no JWT but an opaque text of one part, such as a refresh token or the token"
                  + " of another system.",
              "send the access_token that the authorization server answered with");
    }
    if (parts > 3) {
      return token.isEncrypted()
          ? Cause.of(
              "the token is encrypted (JWE, five parts), and this verifier takes signed ones.",
              "send the client's other token, or give the service the decryption key")
          : Cause.of("the token has more than three parts.", "copy the token anew");
    }
    return damaged(token);
  }

  private static Cause damaged(Anatomy token) {
    if (token.header().isPresent() && token.header("alg").isEmpty()) {
      return Cause.of(
          "the token's header names no alg, so this is no signed token.",
          "check what made it; let a library make tokens");
    }
    boolean signatureOnly =
        token.isReadable() && token.isCanonical(0) && token.isCanonical(1) && !token.isCanonical(2);
    if (signatureOnly) {
      return Cause.of(
          "the end of the token is damaged: it was cut short by a copy, or a character was changed.",
          "copy the whole token anew");
    }
    String part =
        token.header().isEmpty() || !token.isCanonical(0)
            ? "header"
            : token.claims().isEmpty() || !token.isCanonical(1) ? "payload" : "signature";
    return Cause.of(
        "the token's " + part + " is damaged: it is not canonical base64url of strict JSON.",
        "copy the token anew; if a program of yours makes it, let a library do so");
  }

  /** What people do to a token on its way, undone: the first change that makes it readable. */
  private static Optional<Cause> repaired(Inquiry inquiry) {
    String token = inquiry.token().token();
    for (Map.Entry<String, String> repair : repairs(token).entrySet()) {
      if (repair.getValue().equals(token)) {
        continue;
      }
      Verdict verdict = inquiry.judged(repair.getValue());
      boolean readable = verdict.status() != 400 && !verdict.is(RejectReason.MALFORMED);
      if (readable) {
        return Optional.of(
            Cause.of(repair.getKey() + "; without that " + Inquiry.then(verdict) + ".", LOOK));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> repairs(String token) {
    Map<String, String> repairs = new LinkedHashMap<>();
    repairs.put(
        "the scheme is there twice, Bearer Bearer: it is added to a token that has it already",
        token.replaceFirst("(?i)^((bearer|dpop)[\\s:]+)+", ""));
    repairs.put(
        "the token stands in quotes, which are sent with it",
        token.strip().replaceFirst("^([\"'`“”‘’]+)(.*?)[\"'`“”‘’]+[,;]?$", "$2"));
    repairs.put(
        "a line break stands inside the token, as from a terminal or mail that wraps lines",
        token.replaceAll("\\s*[\\r\\n]+\\s*", ""));
    repairs.put("spaces stand inside or around the token", token.replaceAll("\\s+", ""));
    repairs.put("the whole answer of the server was sent in the place of its token", inJson(token));
    repairs.put("the token is written in URL encoding (%2E for a dot)", decoded(token));
    repairs.put(
        "the parts are padded with = or written in plain base64 (+ and /), not in base64url",
        token.replace("=", "").replace('+', '-').replace('/', '_'));
    repairs.put("punctuation was copied with the token", token.replaceFirst("[.,;:)\\]}>]+$", ""));
    repairs.put(
        "quotes and line breaks were copied with the token",
        token.replaceAll("[\\s\"'`“”‘’]+", ""));
    return repairs;
  }

  private static String inJson(String token) {
    Matcher answer = IN_JSON.matcher(token);
    return answer.matches() ? answer.group(1) : token;
  }

  private static String decoded(String token) {
    try {
      return token.contains("%") ? URLDecoder.decode(token, StandardCharsets.UTF_8) : token;
    } catch (IllegalArgumentException e) {
      return token;
    }
  }
}
