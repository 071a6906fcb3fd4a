/**
 * The stories that Paxos is usually told with, played by three real nodes: proposers that race, a
 * proposer that dies half way, an acceptor that is away, a minority that may not decide. Each ends
 * with a check, and the program with an exit code that says how it went.
 *
 * <p>Read {@link io.github.multipaxos.examples.register.ClassicStories} first, then {@code
 * HalfWay}, the story that explains the protocol.
 */
@NullMarked
package io.github.multipaxos.examples.register;

import org.jspecify.annotations.NullMarked;
