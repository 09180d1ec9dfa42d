package signet.server.session;

import java.time.Duration;

/**
 * What an operator can decide about refreshing.
 *
 * @param repeatWindow how long a token may come again after it was used; zero rotates at every use
 * @param lostReplyIsTheft whether the parent of the latest token, presented later than that, ends
 *     the session
 * @param refuseRollback whether a token newer than the database knows is refused
 */
public record RefreshRules(
    Duration repeatWindow, boolean lostReplyIsTheft, boolean refuseRollback) {}
