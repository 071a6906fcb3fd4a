/**
 * What {@code mvn -Pdemo} runs: three nodes, a hundred thousand commands, and a leader that dies in
 * the middle. Ends with a comparison of all replicas, and with an exit code that says how it went.
 *
 * <p>Read {@link io.github.multipaxos.examples.demo.Demo} first.
 */
@NullMarked
package io.github.multipaxos.examples.demo;

import org.jspecify.annotations.NullMarked;
