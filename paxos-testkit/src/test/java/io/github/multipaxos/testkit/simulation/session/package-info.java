/** Clients that hold sessions, under every fault that there is. */
@NullMarked
package io.github.multipaxos.testkit.simulation.session;

import org.jspecify.annotations.NullMarked;
