/**
 * Runs of real nodes as behaviours of the specification in {@code docs/spec}: a recorder that
 * writes down what nodes do, and a generator that makes a module of it which TLC can check.
 *
 * <p>Read {@link io.github.multipaxos.testkit.spec.Trace} first.
 */
@NullMarked
package io.github.multipaxos.testkit.spec;

import org.jspecify.annotations.NullMarked;
