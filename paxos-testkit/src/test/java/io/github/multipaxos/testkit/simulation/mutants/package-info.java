/**
 * Bugs made on purpose, to see that the simulator finds them. Each is a patch of the product's
 * source in {@code src/test/mutants}; the product itself knows nothing of them.
 */
@NullMarked
package io.github.multipaxos.testkit.simulation.mutants;

import org.jspecify.annotations.NullMarked;
