package signet.gateway;

import java.time.InstantSource;
import signet.bearer.dpop.DpopVerifier;
import signet.gateway.live.LiveConnections;
import signet.gateway.observe.AccessLog;
import signet.gateway.observe.GatewayMetrics;

/**
 * What stays as it is when a configuration takes the place of another. Thread-safe.
 *
 * @param clock the wall clock
 * @param proofs remembers which proofs of possession were used, whatever the audience
 * @param live where connections stand that end with their token
 */
record Lasting(
    InstantSource clock,
    DpopVerifier proofs,
    LiveConnections live,
    AccessLog accessLog,
    GatewayMetrics metrics) {}
