/**
 * Aeron Cluster under test, with threads that yield and with threads that back off when there is
 * nothing to do.
 */
@NullMarked
package io.github.multipaxos.benchmarks.aeron;

import org.jspecify.annotations.NullMarked;
