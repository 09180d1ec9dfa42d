package signet.server.token;

import java.time.Instant;
import java.util.SortedSet;

/**
 * What an access token of a user's session says, apart from what its issuer adds.
 *
 * @param subject the user's {@code sub}
 * @param clientId the client it is given to
 * @param audience the one {@code aud}
 * @param scopes may be empty
 * @param sid the session
 * @param authTime when the user authenticated
 * @param roles read together with the version
 * @param authzVersion the user's, at the time when the roles were read
 */
public record AccessTokenRequest(
    String subject,
    String clientId,
    String audience,
    SortedSet<String> scopes,
    String sid,
    Instant authTime,
    SortedSet<String> roles,
    long authzVersion) {}
