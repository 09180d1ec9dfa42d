/**
 * Tests of the whole: real processes started as users start them, and the rules between modules.
 */
package signet.e2e;
