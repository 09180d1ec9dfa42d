/**
 * What is wrong with an authorization server as its verifiers see it. Enter at {@link
 * signet.cli.doctor.DoctorCommand}; {@code Examination} is pure. Imports jose, and of the command
 * line {@code terminal}, {@code json}, {@code web} and the words of {@code explain}.
 */
@NullMarked
package signet.cli.doctor;

import org.jspecify.annotations.NullMarked;
