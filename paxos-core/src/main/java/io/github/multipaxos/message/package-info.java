/**
 * What nodes say to each other, as values. How they look on the wire is the transport's business.
 *
 * <p>Read {@link io.github.multipaxos.message.Message}: first the four of Paxos (prepare, promise,
 * accept, accepted), then those that spare it work (chosen, heartbeat), then those that serve
 * clients.
 */
@NullMarked
package io.github.multipaxos.message;

import org.jspecify.annotations.NullMarked;
