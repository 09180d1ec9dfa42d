package signet.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import signet.benchmarks.soak.UserRecord.Account;

/**
 * Histories that keep every promise, and for each promise one that breaks it. Times are seconds.
 */
final class CheckerTest {
  private static final Outcome OK = Outcome.of(200, "");
  private static final Outcome BUSY = Outcome.of(503, "busy");
  private static final Outcome REVOKED = Outcome.of(401, "revoked");
  private static final Outcome ENDED = Outcome.of(400, "session-ended");
  private static final long END_MILLIS = 120_000;

  private final FaultTimeline timeline = new FaultTimeline();
  private final Verdicts verdicts = new Verdicts();
  private final Checker checker = new Checker(timeline, verdicts);
  private final UserRecord alice =
      new UserRecord("alice", "usr_1", new Account(Set.of("clerk"), true));
  private final SessionRecord session = new SessionRecord(alice, at(0), at(1));

  private static long at(double seconds) {
    return (long) (seconds * 1e9);
  }

  private static Asked asked(double sent, double answered, Outcome outcome) {
    return new Asked("request", Traffic.uses(Part.SERVER_ONE), at(sent), at(answered), outcome);
  }

  private AccessToken token(double sent, double got) {
    return new AccessToken(
        "", session, "key-1", Set.of("clerk"), END_MILLIS, at(sent), at(got), false);
  }

  private void call(AccessToken token, Route route, double sent, Outcome outcome) {
    Asked asked = new Asked("call", route.uses(), at(sent), at(sent + 0.1), outcome);
    checker.call(token, route, asked, (long) (sent * 1e3));
  }

  private FaultTimeline.Window fault(FaultKind kind, Part part, double start) {
    return timeline.begin(new Fault(kind, part, 0, 0, 0), at(start));
  }

  private void logOut(double sent, double answered) {
    session.willEnd("logout", at(sent)).acknowledge(at(answered));
  }

  private void assertBroken(Rule rule) {
    assertThat(verdicts.broken()).isEqualTo(Map.of(rule, 1L));
  }

  private void assertKept() {
    assertThat(verdicts.violations()).isEmpty();
  }

  @Test
  void ordinaryHistoryIsKept() {
    checker.login(alice, asked(0, 1, OK));
    AccessToken token = token(0, 1);
    checker.issued(token, asked(0, 1, OK));
    call(token, Route.JAVA, 2, OK);
    checker.refresh(session, asked(20, 21, OK));
    logOut(30, 31);
    checker.refresh(session, asked(32, 33, ENDED));
    call(token, Route.JAVA, 32.4, OK);
    call(token, Route.JAVA, 32.6, REVOKED);
    assertKept();
  }

  @Test
  void revokedTokenAcceptedAfterTheBoundBreaksARule() {
    logOut(30, 31);
    call(token(0, 1), Route.EDGE_NODE, 32.6, OK);
    assertBroken(Rule.REVOKED_ACCEPTED);
  }

  @Test
  void logoutThatNobodySawAnsweredIsJudgedInNeitherWay() {
    session.willEnd("logout", at(30));
    call(token(0, 1), Route.JAVA, 50, OK);
    call(token(0, 1), Route.JAVA, 50, REVOKED);
    checker.refresh(session, asked(50, 51, OK));
    checker.refresh(session, asked(52, 53, ENDED));
    assertKept();
  }

  @Test
  void faultOnTheWayOfTheFeedLengthensTheBoundUntilItHasRecovered() {
    FaultTimeline.Window window = fault(FaultKind.SILENCE, Part.FEED_JAVA, 30);
    logOut(31, 32);
    call(token(0, 1), Route.JAVA, 70, OK);
    window.end(at(72));
    call(token(0, 1), Route.JAVA, 88, OK);
    assertKept();
    call(token(0, 1), Route.JAVA, 89, OK);
    assertBroken(Rule.REVOKED_ACCEPTED);
  }

  @Test
  void faultElsewhereDoesNotLengthenTheBound() {
    fault(FaultKind.SILENCE, Part.FEED_NODE, 30);
    logOut(31, 32);
    call(token(0, 1), Route.JAVA, 34, OK);
    assertBroken(Rule.REVOKED_ACCEPTED);
  }

  @Test
  void strictRouteHasToRefuseOnceItsRevocationsAreStale() {
    fault(FaultKind.SILENCE, Part.FEED_JAVA, 30);
    logOut(31, 32);
    call(token(0, 1), Route.JAVA_STRICT, 61, OK);
    assertKept();
    call(token(0, 1), Route.JAVA_STRICT, 62.1, OK);
    assertBroken(Rule.REVOKED_ACCEPTED);
  }

  @Test
  void whatWasKnownMayBeForgottenByAVerifierThatStartsAnew() {
    logOut(31, 32);
    call(token(0, 1), Route.JAVA, 60, REVOKED);
    fault(FaultKind.KILL, Part.JAVA_SERVICE, 70);
    call(token(0, 1), Route.JAVA, 75, OK);
    assertKept();
    call(token(0, 1), Route.NODE, 75, OK);
    assertBroken(Rule.REVOKED_ACCEPTED);
  }

  @Test
  void whatWasKnownIsNotForgottenWhileTheFeedIsAway() {
    logOut(31, 32);
    fault(FaultKind.SILENCE, Part.FEED_JAVA, 70);
    call(token(0, 1), Route.JAVA, 75, OK);
    assertBroken(Rule.REVOKED_ACCEPTED);
  }

  @Test
  void tokenOfBeforeAChangeOfRolesIsRevoked() {
    alice.willBecome("roles", new Account(Set.of(), true), at(30)).acknowledge(at(31));
    call(token(0, 1), Route.JAVA, 40, OK);
    assertBroken(Rule.REVOKED_ACCEPTED);
  }

  @Test
  void tokenOfAfterAChangeOfRolesIsGood() {
    alice.willBecome("roles", new Account(Set.of(), true), at(30)).acknowledge(at(31));
    call(token(32, 33), Route.JAVA, 40, OK);
    assertKept();
    call(token(32, 33), Route.JAVA, 40, REVOKED);
    assertBroken(Rule.HONEST_REFUSED);
  }

  @Test
  void tokenOfALeakedKeyIsRevoked() {
    checker.willLeak("key-1", at(30)).acknowledge(at(31));
    call(token(0, 1), Route.NODE, 33, OK);
    assertBroken(Rule.REVOKED_ACCEPTED);
  }

  @Test
  void expiredTokenAcceptedBreaksARule() {
    call(token(0, 1), Route.NODE, 151, OK);
    assertKept();
    call(token(0, 1), Route.NODE, 151.1, OK);
    assertBroken(Rule.EXPIRED_ACCEPTED);
  }

  @Test
  void goodTokenRefusedBreaksARule() {
    call(token(0, 1), Route.NODE, 10, REVOKED);
    assertBroken(Rule.HONEST_REFUSED);
  }

  @Test
  void expiredIsNoReasonBeforeTheEnd() {
    call(token(0, 1), Route.NODE, 120, Outcome.of(401, "expired"));
    assertKept();
    call(token(0, 1), Route.NODE, 110, Outcome.of(401, "expired"));
    assertBroken(Rule.HONEST_REFUSED);
  }

  @Test
  void unknownKeyIsNoReasonUnlessOneLeakedAndTheWayToTheKeysIsDisturbed() {
    checker.willLeak("key-0", at(5)).acknowledge(at(6));
    FaultTimeline.Window window = fault(FaultKind.CUT, Part.FEED_NODE, 8);
    call(token(7, 8), Route.NODE, 10, Outcome.of(401, "unknown_kid"));
    window.end(at(11));
    assertKept();
    call(token(7, 8), Route.NODE, 40, Outcome.of(401, "unknown_kid"));
    assertBroken(Rule.HONEST_REFUSED);
  }

  @Test
  void sessionRefusedWithoutReasonBreaksARule() {
    checker.refresh(session, asked(10, 11, ENDED));
    assertBroken(Rule.HONEST_LOGGED_OUT);
  }

  @Test
  void sessionLostWhereARequestWaitedLongIsExpected() {
    fault(FaultKind.LONG_PAUSE, Part.SERVER_ONE, 9).end(at(20));
    checker.refresh(session, asked(10, 15, Outcome.CUT));
    checker.refresh(session, asked(60, 61, ENDED));
    assertKept();
  }

  @Test
  void sessionLostAfterAShortPauseBreaksARule() {
    fault(FaultKind.PAUSE, Part.SERVER_ONE, 9).end(at(12));
    checker.refresh(session, asked(10, 15, Outcome.CUT));
    checker.refresh(session, asked(60, 61, ENDED));
    assertBroken(Rule.HONEST_LOGGED_OUT);
  }

  @Test
  void refreshAfterALogoutThatWasAnsweredBreaksARule() {
    logOut(10, 11);
    checker.refresh(session, asked(12, 13, OK));
    assertBroken(Rule.CHANGE_LOST);
  }

  @Test
  void refreshAfterALogoutEverywhereBreaksARule() {
    alice.willLogOutEverywhere(at(10)).acknowledge(at(11));
    checker.refresh(session, asked(12, 13, OK));
    assertBroken(Rule.CHANGE_LOST);
  }

  @Test
  void logoutEverywhereDoesNotEndWhatBeginsLater() {
    alice.willLogOutEverywhere(at(10)).acknowledge(at(11));
    SessionRecord later = new SessionRecord(alice, at(12), at(13));
    checker.refresh(later, asked(20, 21, OK));
    assertKept();
    checker.refresh(later, asked(22, 23, ENDED));
    assertBroken(Rule.HONEST_LOGGED_OUT);
  }

  @Test
  void oldRolesInANewTokenBreakARule() {
    alice.willBecome("roles", new Account(Set.of(), true), at(10)).acknowledge(at(11));
    checker.issued(token(12, 13), asked(12, 13, OK));
    assertBroken(Rule.CHANGE_LOST);
  }

  @Test
  void rolesOfEitherSideAreGoodWhileTheyChange() {
    alice.willBecome("roles", new Account(Set.of(), true), at(10)).acknowledge(at(12));
    checker.issued(token(11, 13), asked(11, 13, OK));
    assertKept();
  }

  @Test
  void loginOfADisabledUserBreaksARule() {
    alice.willBecome("disable", new Account(Set.of("clerk"), false), at(10)).acknowledge(at(11));
    checker.login(alice, asked(12, 13, Outcome.of(400, "invalid-credentials")));
    assertKept();
    checker.login(alice, asked(12, 13, OK));
    assertBroken(Rule.CHANGE_LOST);
  }

  @Test
  void loginRefusedToWhoIsEnabledBreaksARule() {
    checker.login(alice, asked(12, 13, Outcome.of(400, "invalid-credentials")));
    assertBroken(Rule.HONEST_LOGGED_OUT);
  }

  @Test
  void logoutRefusedWithoutReasonBreaksARule() {
    Change own = session.willEnd("logout", at(10));
    checker.logout(session, own, asked(10, 11, ENDED));
    assertBroken(Rule.HONEST_LOGGED_OUT);
  }

  @Test
  void thiefServedBreaksARule() {
    checker.theft(asked(10, 11, ENDED));
    assertKept();
    checker.theft(asked(10, 11, OK));
    assertBroken(Rule.THIEF_SERVED);
  }

  @Test
  void errorWithoutFaultBreaksARule() {
    checker.plain(asked(10, 11, BUSY));
    assertBroken(Rule.ERROR_WITHOUT_FAULT);
  }

  @Test
  void errorDuringAFaultOfAnotherPartBreaksARule() {
    fault(FaultKind.KILL, Part.REDIS, 9);
    fault(FaultKind.KILL, Part.SERVER_TWO, 9);
    checker.plain(asked(10, 11, Outcome.CUT));
    assertBroken(Rule.ERROR_WITHOUT_FAULT);
  }

  @Test
  void errorIsBornDuringAFaultAndUntilItHasRecovered() {
    FaultTimeline.Window window = fault(FaultKind.KILL, Part.SERVER_ONE, 9);
    checker.plain(asked(10, 11, Outcome.CUT));
    window.end(at(12));
    checker.plain(asked(27, 28, BUSY));
    assertKept();
    checker.plain(asked(27.1, 28, BUSY));
    assertBroken(Rule.ERROR_WITHOUT_FAULT);
  }

  @Test
  void internalErrorBreaksARuleEvenDuringAFault() {
    fault(FaultKind.KILL, Part.SERVER_ONE, 9);
    checker.plain(asked(10, 11, Outcome.of(500, "internal-error")));
    assertBroken(Rule.WRONG_ANSWER);
  }

  @Test
  void pausedServerMayHoldUpTheOther() {
    fault(FaultKind.PAUSE, Part.SERVER_TWO, 9);
    checker.plain(asked(10, 13, BUSY));
    assertKept();
  }

  @Test
  void tokenOfAServerWhoseClockWasFarOffMayBeOfTheFuture() {
    AccessToken odd =
        new AccessToken("", session, "key-1", Set.of(), END_MILLIS, at(0), at(1), true);
    call(odd, Route.JAVA, 5, Outcome.of(401, "issued_in_future"));
    assertKept();
    call(token(0, 1), Route.JAVA, 5, Outcome.of(401, "issued_in_future"));
    assertBroken(Rule.HONEST_REFUSED);
  }
}
