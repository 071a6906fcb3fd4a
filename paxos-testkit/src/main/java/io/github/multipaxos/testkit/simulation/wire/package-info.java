/**
 * A network of byte streams, with the real codec and the real handshake at their ends.
 *
 * <p>What is lost is sent again later, as TCP does, or breaks the stream. Bytes arrive in order, in
 * pieces of any size; a flipped bit must be noticed by the checksum.
 */
@NullMarked
package io.github.multipaxos.testkit.simulation.wire;

import org.jspecify.annotations.NullMarked;
