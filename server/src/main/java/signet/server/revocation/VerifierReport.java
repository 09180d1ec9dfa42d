package signet.server.revocation;

import java.util.Optional;

/**
 * How far a verifier says that it has read the feed.
 *
 * @param clientId whose token it showed
 * @param instance what the process calls itself
 * @param position up to which it knows everything
 * @param keysetId of the keys that it verifies with, where it says so
 */
public record VerifierReport(
    String clientId, String instance, FeedReader.Head position, Optional<String> keysetId) {}
