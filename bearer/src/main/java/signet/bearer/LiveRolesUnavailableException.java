package signet.bearer;

import org.jspecify.annotations.Nullable;

/** Roles could not be had from their source. Its message holds no token and no secret. */
public final class LiveRolesUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what failed, in words without a token or a secret. */
  public LiveRolesUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
