/**
 * The simulations that this library is tested with, and the command that runs them for as long as
 * one likes.
 */
@NullMarked
package io.github.multipaxos.testkit.simulation.suite;

import org.jspecify.annotations.NullMarked;
