/**
 * A deterministic simulator: whole clusters of real nodes in virtual time, with every fault drawn
 * from one seed.
 *
 * <p>Nothing here reads a clock, starts a thread or draws a number that the seed does not decide.
 */
@NullMarked
package io.github.multipaxos.testkit.simulation;

import org.jspecify.annotations.NullMarked;
