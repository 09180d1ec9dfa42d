/**
 * The cases that every verifier of Signet, in whatever language, must judge alike: token, policy,
 * keys, revocations and clock, and the reason, status and headers that follow. Written at build
 * time by {@link signet.testkit.cases.CaseFile} as one JSON file. Imports the forge and its JSON.
 */
@NullMarked
package signet.testkit.cases;

import org.jspecify.annotations.NullMarked;
