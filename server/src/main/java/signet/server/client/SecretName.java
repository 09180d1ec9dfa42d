package signet.server.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Names that what is secret usually has: such have no place in a token, which anybody can read. */
public final class SecretName {
  /** Compared with what is left of a name without its separators. */
  private static final Set<String> SECRET_PARTS =
      Set.of(
          "password",
          "passwd",
          "passphrase",
          "passcode",
          "secret",
          "token",
          "credential",
          "apikey",
          "accesskey",
          "privatekey",
          "signingkey",
          "encryptionkey",
          "creditcard",
          "cardnumber",
          "cardno",
          "socialsecurity",
          "bankaccount",
          "accountnumber",
          "securitycode",
          "securityanswer",
          "sessionid",
          "cookie");

  /** Compared with whole words of a name: short ones stand within harmless words. */
  private static final Set<String> SECRET_WORDS =
      Set.of(
          "ssn",
          "pin",
          "cvv",
          "cvc",
          "cvv2",
          "cvc2",
          "otp",
          "totp",
          "pan",
          "iban",
          "pwd",
          "pass",
          "jwt",
          "pem",
          "hash",
          "salt",
          "seed",
          "mnemonic",
          "key");

  private SecretName() {}

  /** Whether the name looks like that of a secret. */
  public static boolean matches(String name) {
    String[] words =
        name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
            .toLowerCase(Locale.ROOT)
            .split("[^a-z0-9]+", -1);
    String joined = String.join("", words);
    return SECRET_PARTS.stream().anyMatch(joined::contains)
        || Arrays.stream(words).anyMatch(SECRET_WORDS::contains);
  }
}
