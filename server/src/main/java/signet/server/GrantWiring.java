package signet.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import signet.bearer.dpop.SenderConstraint;
import signet.server.account.Accounts;
import signet.server.client.ClientAuthenticator;
import signet.server.client.ClientRegistration;
import signet.server.client.ClientRegistry;
import signet.server.client.ClientStore;
import signet.server.config.ServerConfig;
import signet.server.endpoint.Endpoints;
import signet.server.grant.AdminAccess;
import signet.server.grant.ClientCredentialsGrant;
import signet.server.grant.Introspection;
import signet.server.grant.IssuedTokens;
import signet.server.grant.LoginGrant;
import signet.server.grant.Logout;
import signet.server.grant.PasswordChange;
import signet.server.grant.RefreshGrant;
import signet.server.grant.SignUp;
import signet.server.grant.TokenRevocation;
import signet.server.limit.LoginLimits;
import signet.server.login.Authenticator;
import signet.server.login.LimitedAuthenticator;
import signet.server.metrics.Metrics;
import signet.server.password.Argon2idHasher;
import signet.server.password.BoundedHasher;
import signet.server.password.ImportingHasher;
import signet.server.password.PasswordHasher;
import signet.server.redis.RedisConnection;
import signet.server.revocation.RevocationStore;
import signet.server.store.RevocationTable;
import signet.server.token.AccessTokenIssuer;
import signet.server.token.AccessTokenVerifier;

/** Wires who may have which token, and the clients and passwords that it is given for. */
final class GrantWiring {
  private GrantWiring() {}

  /**
   * What can be asked for on the network.
   *
   * @param redis where logins and proofs are counted; empty where that is in memory
   */
  static Endpoints.Grants of(
      ServerConfig config,
      String issuer,
      DurableState state,
      ClientRegistry clients,
      PasswordHasher hasher,
      Accounts accounts,
      Optional<RedisConnection> redis,
      Metrics metrics) {
    InstantSource clock = state.database().clock();
    UnaryOperator<byte[]> hmac = state.masterKeys().refreshTokenKey()::hmac;
    LoginLimits limits = LoginCounters.limits(config, redis, hmac, state.random(), metrics);
    Authenticator authenticator = new Authenticator(state.users(), hasher);
    SenderConstraint constraint = Proofs.constraint(config, redis, hmac, clock);
    LimitedAuthenticator limited = new LimitedAuthenticator(authenticator, limits, state.users());
    AccessTokenIssuer tokens =
        new AccessTokenIssuer(
            state.keys(), issuer, config.accessTokens().lifetime(), state.random());
    AccessTokenVerifier verifier = new AccessTokenVerifier(state.keys(), issuer, clock);
    RevocationStore revocations = new RevocationTable(state.database());
    IssuedTokens issued = new IssuedTokens(verifier, state.sessions(), clients, revocations, clock);
    Logout logout = new Logout(state.sessions());
    ClientAuthenticator clientAuthenticator =
        new ClientAuthenticator(clients, state.clients(), issuer, clock);
    return new Endpoints.Grants(
        clients,
        clientAuthenticator,
        constraint,
        config.guide(),
        config.sessions().idle(),
        new LoginGrant(
            clients,
            clientAuthenticator,
            limited,
            state.attributes(),
            state.sessions(),
            tokens,
            state.audit(),
            issuer),
        new PasswordChange(state.users(), accounts, state.sessions(), limited, state.audit()),
        config.signUp().enabled()
            ? Optional.of(new SignUp(accounts, limits, Set.copyOf(config.signUp().roles())))
            : Optional.empty(),
        new RefreshGrant(clients, state.sessions(), tokens, issuer, System::nanoTime),
        new ClientCredentialsGrant(tokens, issuer, clock),
        new Introspection(issued, state.sessions()),
        new TokenRevocation(issued, revocations, logout),
        logout,
        new AdminAccess(verifier, issued, clients, constraint));
  }

  /** The clients of the configuration and of the store, which is followed from now on. */
  static ClientRegistry clients(ServerConfig config, String issuer, ClientStore store) {
    ClientRegistry clients =
        new ClientRegistry(
            config.clients(), store, issuer, config.accessTokens().caps(), System::nanoTime);
    clients.follow();
    return clients;
  }

  /**
   * What adds clients to the store and removes them.
   *
   * @param changed told after each change
   */
  static ClientRegistration registration(
      ServerConfig config,
      ClientStore store,
      Runnable changed,
      SecureRandom random,
      InstantSource clock) {
    return new ClientRegistration(
        store, config.clients(), config.accessTokens().caps(), changed, random, clock);
  }

  /**
   * Hashing of passwords, of which no more runs at once than is configured.
   *
   * @param hashers put something around it
   */
  static BoundedHasher boundedHasher(
      ServerConfig.PasswordHashing hashing, UnaryOperator<PasswordHasher> hashers) {
    return new BoundedHasher(
        hashers.apply(new ImportingHasher(argon2(hashing))),
        hashing.threads(),
        hashing.queueLength());
  }

  /** Argon2id of the configured cost. */
  static Argon2idHasher argon2(ServerConfig.PasswordHashing hashing) {
    return new Argon2idHasher(hashing.memoryKib(), hashing.iterations(), hashing.parallelism());
  }
}
