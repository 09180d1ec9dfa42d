package signet.server.pkcs11;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.KeyUnavailableException;
import signet.jose.jws.SigningKey;
import signet.runtime.start.StartupException;
import signet.server.key.PrivateKeys;
import signet.server.key.StoredKey;

/**
 * Private halves in a PKCS#11 token, made there; the store says only that they are in one.
 * Thread-safe.
 *
 * <p>Keys that were sealed in the store before go on working, until rotation has replaced them.
 */
public final class Pkcs11Keys implements PrivateKeys {
  /** What the store holds in the place of a private half: RFC 7512, without the token's label. */
  private static final String SCHEME = IN_TOKEN + "object=";

  private final Pkcs11Token token;
  private final PrivateKeys before;

  /**
   * Keys in that token.
   *
   * @param before opens keys that are not in it
   */
  public Pkcs11Keys(Pkcs11Token token, PrivateKeys before) {
    this.token = token;
    this.before = before;
  }

  @Override
  public Generated generate(JwsAlgorithm algorithm) {
    if (!Pkcs11Token.supports(algorithm)) {
      throw StartupException.configuration(
          "a PKCS#11 token makes no keys for "
              + algorithm.wireName()
              + ": take RS256 or ES256, or leave keys.pkcs11 away");
    }
    try {
      KeyPair pair = token.generate(algorithm);
      PublicKey publicKey =
          KeyFactory.getInstance(pair.getPublic().getAlgorithm())
              .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
      PublicJwk jwk = PublicJwk.of(publicKey);
      String kid = jwk.thumbprint();
      token.keep(pair, kid);
      return new Generated(
          kid, jwk.withKid(kid).withAlgorithm(algorithm).withUse("sig").toJson(), SCHEME + kid);
    } catch (GeneralSecurityException | ProviderException e) {
      throw unusable("the PKCS#11 token %s made no key: see what pkcs11-tool says", e);
    }
  }

  @Override
  public SigningKey open(StoredKey key) {
    if (!key.sealedPrivate().startsWith(SCHEME)) {
      return before.open(key);
    }
    String kid = key.kid();
    try {
      PrivateKey privateKey =
          token
              .find(kid)
              .orElseThrow(
                  () ->
                      unusable(
                          "the signing key "
                              + kid
                              + " is not in the PKCS#11 token %s: plug in the one that has it",
                          null));
      PublicKey publicKey = ((PublicJwk) Jwk.parse(key.publicJwk())).publicKey();
      JwsAlgorithm algorithm = JwsAlgorithm.fromWireName(key.algorithm()).orElseThrow();
      // Signs once, so a key that does not belong to its public half is found here.
      return SigningKey.of(
          PrivateJwk.of(publicKey, privateKey).withKid(kid).withAlgorithm(algorithm).withUse("sig"),
          algorithm,
          token.provider());
    } catch (JwkException e) {
      throw unusable(
          "the key " + kid + " in the PKCS#11 token %s is not the one in the database", e);
    } catch (GeneralSecurityException | ProviderException | KeyUnavailableException e) {
      throw unusable("the PKCS#11 token %s cannot be read: is it plugged in?", e);
    }
  }

  @Override
  public SigningKey reopen(StoredKey key) {
    try {
      token.login();
      return open(key);
    } catch (StartupException e) {
      token.reconnect();
      return open(key);
    }
  }

  @Override
  public SecretJwk openSecret(StoredKey key) {
    return before.openSecret(key);
  }

  private StartupException unusable(String problem, @Nullable Exception e) {
    return StartupException.surroundings(problem.formatted(token.label()), e);
  }
}
