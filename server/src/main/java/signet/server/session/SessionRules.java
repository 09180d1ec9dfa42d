package signet.server.session;

import java.time.Duration;

/**
 * How long sessions live and how they are refreshed.
 *
 * @param idle ends a session that is not used for so long
 * @param absolute ends it in any case
 * @param refresh what is done with refresh tokens
 * @param limit how often a session may rotate
 */
public record SessionRules(
    Duration idle, Duration absolute, RefreshRules refresh, RotationLimit limit) {}
