package signet.server.user;

/**
 * A user together with what is kept of the password.
 *
 * @param user without secrets
 * @param passwordHash encoded as {@link signet.server.password.PasswordHasher} does
 */
public record StoredUser(User user, String passwordHash) {
  @Override
  public String toString() {
    return "StoredUser[" + user + "]";
  }
}
