/**
 * Accounts: how users come about and what can be changed of them, whoever asks. Imports {@code
 * user}, {@code password} and {@code audit}.
 */
@NullMarked
package signet.server.account;

import org.jspecify.annotations.NullMarked;
