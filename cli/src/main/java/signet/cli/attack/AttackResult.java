package signet.cli.attack;

import java.util.List;

/**
 * What came out.
 *
 * @param target the address without its query
 * @param requests how many were sent
 * @param findings one for each hole
 */
record AttackResult(String target, int requests, List<Finding> findings) {
  AttackResult {
    findings = List.copyOf(findings);
  }

  List<Finding> open() {
    return findings.stream().filter(Finding::isOpen).toList();
  }
}
