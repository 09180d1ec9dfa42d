package signet.server.revocation;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an access token can be revoked by.
 *
 * @param jti its own name
 * @param sid its session, if it has one
 * @param subject whom it is about
 * @param version of the subject's authorizations; a missing one is smaller than any
 * @param keyThumbprint of the key that signed it
 */
public record RevocableToken(
    String jti, Optional<String> sid, String subject, OptionalLong version, String keyThumbprint) {}
