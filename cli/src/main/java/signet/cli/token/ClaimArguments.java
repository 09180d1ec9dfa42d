package signet.cli.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;
import signet.cli.option.InstantConverter;
import signet.cli.terminal.OperatorException;
import signet.jose.jwt.JwtClaims;

/** The claims on a command line: {@code name=value}, {@code name:=JSON} or whole JSON objects. */
final class ClaimArguments {
  private static final Set<String> INSTANTS = Set.of("exp", "nbf", "iat");

  private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();

  private ClaimArguments() {}

  static ClaimArguments parse(List<String> arguments) throws OperatorException {
    ClaimArguments parsed = new ClaimArguments();
    for (String argument : arguments) {
      parsed.add(argument);
    }
    return parsed;
  }

  private void add(String argument) throws OperatorException {
    if (argument.startsWith("{")) {
      claims.putAll(json(argument, argument));
      return;
    }
    int equals = argument.indexOf('=');
    if (equals < 1) {
      throw OperatorException.usage(
          "'" + argument + "' is no claim; write name=value, name:=JSON or a JSON object");
    }
    boolean isJson = argument.charAt(equals - 1) == ':';
    String name = argument.substring(0, isJson ? equals - 1 : equals);
    String value = argument.substring(equals + 1);
    if (isJson) {
      claims.put(name, json("{\"value\":" + value + "}", argument).get("value"));
    } else {
      claims.put(name, INSTANTS.contains(name) ? seconds(value) : value);
    }
  }

  private static Map<String, @Nullable Object> json(String json, String argument)
      throws OperatorException {
    try {
      return JwtClaims.parse(json).toMap();
    } catch (IllegalArgumentException e) {
      throw OperatorException.usage("'" + argument + "' is not strict JSON: " + e.getMessage(), e);
    }
  }

  private static long seconds(String value) throws OperatorException {
    try {
      return new InstantConverter().convert(value).getEpochSecond();
    } catch (TypeConversionException e) {
      throw OperatorException.usage(e);
    }
  }

  /** The claims, with {@code iat} and {@code exp} where they were not given. */
  JwtClaims toClaims(Instant issuedAt, Instant expiresAt) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(claims);
    all.putIfAbsent("iat", issuedAt.getEpochSecond());
    all.putIfAbsent("exp", expiresAt.getEpochSecond());
    JwtClaims.Builder builder = JwtClaims.builder();
    all.forEach(builder::claim);
    return builder.build();
  }
}
