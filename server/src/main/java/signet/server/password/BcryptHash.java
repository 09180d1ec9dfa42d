package signet.server.password;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** bcrypt, of which 72 bytes of a password count. */
record BcryptHash(String encoded) implements ImportedHash {
  static final String ID = "{bcrypt}";

  private static final int MAX_COST = 14;
  private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}");

  static BcryptHash of(String encoded) throws HashRejectedException {
    if (!FORM.matcher(encoded).matches()) {
      throw HashRejectedException.malformed();
    }
    int cost = Integer.parseInt(encoded.substring(4, 6));
    if (cost < 4) {
      throw HashRejectedException.malformed();
    }
    if (cost > MAX_COST) {
      throw HashRejectedException.tooExpensive("bcrypt's cost is at most " + MAX_COST);
    }
    return new BcryptHash(encoded);
  }

  @Override
  public boolean matches(Password password) {
    byte[] typed = password.typed().getBytes(StandardCharsets.UTF_8);
    try {
      return OpenBSDBCrypt.checkPassword(encoded, typed);
    } finally {
      Arrays.fill(typed, (byte) 0);
    }
  }

  @Override
  public String stored() {
    return ID + encoded;
  }
}
