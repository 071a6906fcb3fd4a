/**
 * The smallest program that replicates something: a running total on three nodes.
 *
 * <p>What stands between the marks {@code tag::quickstart} and {@code end::quickstart} is what the
 * README shows; a test compares the two.
 */
@NullMarked
package io.github.multipaxos.examples.counter;

import org.jspecify.annotations.NullMarked;
