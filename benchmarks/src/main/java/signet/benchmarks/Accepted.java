package signet.benchmarks;

import signet.jose.jwt.Verification;

/** Guards against measuring how fast a library refuses what it should accept. */
final class Accepted {
  private Accepted() {}

  static void require(Object answer) {
    if (answer instanceof Verification.Rejected || Boolean.FALSE.equals(answer)) {
      throw new IllegalStateException("the library refused a good token: " + answer);
    }
  }
}
