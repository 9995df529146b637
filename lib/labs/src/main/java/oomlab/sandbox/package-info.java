/**
 * Runs students' code while it is graded: processes with limits, isolated by namespaces as far as
 * the machine allows, and the JVM in them that evaluates a submission's cells. Uses the library's
 * cgroups and child processes, and the kernel's {@code RemoteSession}; knows nothing of notebooks
 * or grades.
 *
 * <p>Start with {@link oomlab.sandbox.Sandbox} for a process, and {@link
 * oomlab.sandbox.SubmissionRunner} for a submission.
 */
@NullMarked
package oomlab.sandbox;

import org.jspecify.annotations.NullMarked;
