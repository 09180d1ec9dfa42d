package signet.server.key;

/** Keys for tests in other packages. */
public final class RefreshTokenKeys {
  private RefreshTokenKeys() {}

  /** The key that comes of a master key made of that byte. */
  public static RefreshTokenKey of(int seed) {
    byte[] secret = new byte[MasterKey.BYTES];
    secret[0] = (byte) seed;
    return new MasterKey(secret).refreshTokenKey();
  }
}
