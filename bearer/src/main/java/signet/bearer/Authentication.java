package signet.bearer;

/** What became of a request's credentials: {@link Authenticated}, or a {@link Challenge}. */
public sealed interface Authentication permits Authenticated, Challenge {}
