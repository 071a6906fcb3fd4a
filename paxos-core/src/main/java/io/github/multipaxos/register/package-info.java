/**
 * Basic Paxos as a thing of its own: a key gets one value, once, and everybody who asks is told the
 * same.
 *
 * <p>Built on what every embedder has, {@link io.github.multipaxos.PaxosNode} and a state machine,
 * and therefore also an example of how to use them. The tests of the architecture hold it to that:
 * nothing here sees messages, records, the protocol or the node's threads.
 *
 * <p>Read {@link io.github.multipaxos.register.WriteOnceRegister} first, and {@code
 * docs/register.md} for the stories that come with it.
 */
@NullMarked
package io.github.multipaxos.register;

import org.jspecify.annotations.NullMarked;
