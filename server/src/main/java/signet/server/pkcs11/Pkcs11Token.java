package signet.server.pkcs11;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.runtime.start.StartupException;

/**
 * A PKCS#11 token that is logged in to. Keys are made inside it, sensitive and never extractable,
 * and are found by their label, the kid. Thread-safe; never shows the PIN.
 *
 * <p>The JDK's provider does the work. It is installed behind all others, where the search for one
 * that can use a key of the token finds it.
 */
public final class Pkcs11Token implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int RSA_BITS = 2048;

  // What the token enforces: the key signs, and does nothing else, and cannot be read.
  private static final String ATTRIBUTES =
      """
      attributes(generate, CKO_PRIVATE_KEY, *) = {
        CKA_TOKEN = true
        CKA_PRIVATE = true
        CKA_SENSITIVE = true
        CKA_EXTRACTABLE = false
        CKA_SIGN = true
        CKA_DECRYPT = false
        CKA_UNWRAP = false
      }
      """;

  private final Place place;
  private volatile Session session;
  private boolean pinRefused;

  private Pkcs11Token(Place place, Session session) {
    this.place = place;
    this.session = session;
  }

  /** One instance of the JDK's provider, logged in, and what it sees. */
  private record Session(Provider provider, KeyStore keys) {}

  /**
   * Where a token is.
   *
   * @param library of its manufacturer
   * @param label of the token
   * @param pin opens it; never shown
   */
  public record Place(Path library, String label, String pin) {
    @Override
    public String toString() {
      return "Place[" + library + ", " + label + "]";
    }
  }

  /**
   * Logs in to a token. The PIN is tried once: a token locks itself after some wrong ones.
   *
   * @throws StartupException if there is no such token or the PIN is wrong
   */
  public static Pkcs11Token open(Place place) {
    return new Pkcs11Token(place, connected(place));
  }

  private static Session connected(Place place) {
    if (!Files.exists(place.library())) {
      throw StartupException.surroundings(
          "the PKCS#11 library "
              + place.library()
              + " is missing: install it, or name it with keys.pkcs11.library");
    }
    Provider provider = provider(place, "slot = " + slot(place));
    try {
      KeyStore keys = KeyStore.getInstance("PKCS11", provider);
      keys.load(null, place.pin().toCharArray());
      Security.addProvider(provider);
      return new Session(provider, keys);
    } catch (IOException | GeneralSecurityException e) {
      // UnrecoverableKeyException or a login failure beneath says that it was the PIN.
      throw isWrongPin(e) ? wrongPin(place, e) : unusable(place, e);
    }
  }

  private static StartupException wrongPin(Place place, @Nullable Exception cause) {
    return StartupException.surroundings(
        "the PIN of the PKCS#11 token "
            + place.label()
            + " is wrong: check keys.pkcs11.pin-file or SIGNET_PKCS11_PIN before another"
            + " start, since a token locks itself after some wrong ones",
        cause);
  }

  /**
   * Logs in anew, to a token that has ended the login or was away. What was found before is to be
   * found again: the token has forgotten its handles.
   *
   * @throws StartupException if it is still away, or once it has refused the PIN
   */
  synchronized void login() {
    requirePin();
    try {
      session.keys().load(null, place.pin().toCharArray());
    } catch (IOException | GeneralSecurityException | ProviderException e) {
      throw refused(e, unusable(place, e));
    }
  }

  /**
   * As {@link #login}, through a new instance of the JDK's provider: the one before may know of
   * slots and sessions that are no more.
   */
  synchronized void reconnect() {
    requirePin();
    String before = session.provider().getName();
    try {
      session = connected(place);
    } catch (StartupException e) {
      throw refused(e, e);
    }
    Security.removeProvider(before);
  }

  private void requirePin() {
    if (pinRefused) {
      throw wrongPin(place, null);
    }
  }

  private StartupException refused(Exception cause, StartupException answer) {
    pinRefused = isWrongPin(cause);
    return pinRefused ? wrongPin(place, cause) : answer;
  }

  private static long slot(Place place) {
    try {
      // Initializes the library; which slot it takes is of no meaning.
      provider(place, "slotListIndex = 0");
      OptionalLong slot = TokenSlots.find(place.library(), place.label());
      return slot.orElseThrow(
          () ->
              StartupException.surroundings(
                  "there is no PKCS#11 token with the label "
                      + place.label()
                      + ": plug it in, or see which there are with pkcs11-tool --list-slots and"
                      + " name one with keys.pkcs11.token"));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw unusable(place, e);
    }
  }

  private static Provider provider(Place place, String slot) {
    String configuration =
        "name = Signet%d%nlibrary = %s%n%s%n%s"
            .formatted(NUMBER.incrementAndGet(), place.library(), slot, ATTRIBUTES);
    try {
      Provider prototype = Security.getProvider("SunPKCS11");
      if (prototype == null) {
        throw StartupException.surroundings(
            "this JDK has no PKCS#11 provider: take one with the module jdk.crypto.cryptoki");
      }
      return prototype.configure("--" + configuration);
    } catch (ProviderException | IllegalArgumentException e) {
      throw unusable(place, e);
    }
  }

  private static StartupException unusable(Place place, Exception cause) {
    return StartupException.surroundings(
        "the PKCS#11 token "
            + place.label()
            + " cannot be used through "
            + place.library()
            + ": check that it is plugged in, and try pkcs11-tool --module "
            + place.library()
            + " --list-slots",
        cause);
  }

  private static boolean isWrongPin(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FailedLoginException || cause instanceof UnrecoverableKeyException) {
        return true;
      }
    }
    return false;
  }

  /** Whether the token can make and use keys for the algorithm. */
  public static boolean supports(JwsAlgorithm algorithm) {
    return algorithm.keyType() == KeyType.RSA || algorithm.keyType() == KeyType.EC;
  }

  /** Makes a pair in the token that is not found again before {@link #keep}. */
  KeyPair generate(JwsAlgorithm algorithm) throws GeneralSecurityException {
    boolean rsa = algorithm.keyType() == KeyType.RSA;
    KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC", provider());
    if (rsa) {
      generator.initialize(RSA_BITS);
    } else {
      generator.initialize(new ECGenParameterSpec(algorithm.curve().orElseThrow().jcaName()));
    }
    return generator.generateKeyPair();
  }

  /** Has the token's pair be found under a label from now on. */
  synchronized void keep(KeyPair pair, String kid) throws GeneralSecurityException {
    Certificate certificate = SelfSignedCertificate.of(pair, kid, provider());
    session.keys().setKeyEntry(kid, pair.getPrivate(), null, new Certificate[] {certificate});
  }

  /** The private half of that label, which other servers may have made. */
  synchronized Optional<PrivateKey> find(String kid) throws GeneralSecurityException {
    KeyStore keys = session.keys();
    try {
      if (!keys.containsAlias(kid)) {
        keys.load(null, null);
      }
      return Optional.ofNullable((PrivateKey) keys.getKey(kid, null));
    } catch (IOException e) {
      throw new GeneralSecurityException("the PKCS#11 token cannot be read", e);
    }
  }

  /** What its keys are used through. */
  Provider provider() {
    return session.provider();
  }

  /** Its label. */
  String label() {
    return place.label();
  }

  /** Logs out. */
  @Override
  public void close() {
    Security.removeProvider(provider().getName());
    try {
      ((AuthProvider) provider()).logout();
    } catch (LoginException e) {
      // It is gone, or was logged out already.
    }
  }

  @Override
  public String toString() {
    return "Pkcs11Token[" + place.label() + "]";
  }
}
