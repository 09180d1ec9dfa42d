package signet.benchmarks.soak;

import java.util.Locale;

/** What must never happen. */
enum Rule {
  /** A revoked token was accepted after the stated bound. */
  REVOKED_ACCEPTED,
  /** A token was accepted after its end. */
  EXPIRED_ACCEPTED,
  /** A logout, a change of roles or of status that was answered does not count any more. */
  CHANGE_LOST,
  /** A session, or a login, was refused to whom it belongs, for no reason. */
  HONEST_LOGGED_OUT,
  /** A good access token was refused. */
  HONEST_REFUSED,
  /** A thief got a token for a refresh token that had been used up long ago. */
  THIEF_SERVED,
  /** An error while nothing was wrong. */
  ERROR_WITHOUT_FAULT,
  /** An answer that is none of 2xx, 503, 502, 504 and a decision. */
  WRONG_ANSWER,
  /** A part did not work again in time. */
  NOT_RECOVERED;

  /** As in reports. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
