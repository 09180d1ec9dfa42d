package signet.server.password;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Argon2 (RFC 9106) of any type, in the PHC string format. */
record Argon2Hash(Argon2Types type, String encoded) implements ImportedHash {
  static final String ID = "{argon2}";

  private static final long MAX_MEMORY_KIB = 128 * 1024;
  private static final long MAX_WORK_KIB = 512 * 1024;
  private static final int MAX_PARALLELISM = 16;
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2(id|i|d)\\$v=(?:16|19)\\$m=([1-9][0-9]{0,8}),t=([1-9][0-9]{0,8}),p=([1-9][0-9]{0,2})"
              + "\\$[A-Za-z0-9+/]{11,172}\\$[A-Za-z0-9+/]{16,172}");

  static Argon2Hash of(String encoded) throws HashRejectedException {
    Matcher form = FORM.matcher(encoded);
    if (!form.matches()) {
      throw HashRejectedException.malformed();
    }
    long memoryKib = Long.parseLong(form.group(2));
    long iterations = Long.parseLong(form.group(3));
    if (memoryKib > MAX_MEMORY_KIB
        || memoryKib * iterations > MAX_WORK_KIB
        || Integer.parseInt(form.group(4)) > MAX_PARALLELISM) {
      throw HashRejectedException.tooExpensive(
          "Argon2 takes at most "
              + MAX_MEMORY_KIB
              + " KiB and "
              + MAX_WORK_KIB
              + " KiB times its iterations, with "
              + MAX_PARALLELISM
              + " lanes");
    }
    Argon2Types type =
        switch (form.group(1)) {
          case "id" -> Argon2Types.ARGON2id;
          case "i" -> Argon2Types.ARGON2i;
          default -> Argon2Types.ARGON2d;
        };
    return new Argon2Hash(type, encoded);
  }

  @Override
  public boolean matches(Password password) {
    byte[] typed = password.typed().getBytes(StandardCharsets.UTF_8);
    try {
      return Argon2Factory.create(type).verify(encoded, typed);
    } finally {
      Arrays.fill(typed, (byte) 0);
    }
  }

  @Override
  public String stored() {
    return ID + encoded;
  }
}
