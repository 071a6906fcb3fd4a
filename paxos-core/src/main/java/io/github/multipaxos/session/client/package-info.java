/**
 * Sessions held by a program that runs a node, or reaches one: numbers commands, retries them and
 * says what is known at the deadline.
 *
 * <p>Everything about time and threads is here, nothing about what a session is: that is {@link
 * io.github.multipaxos.session}. Read {@link io.github.multipaxos.session.client.Session}.
 */
@NullMarked
package io.github.multipaxos.session.client;

import org.jspecify.annotations.NullMarked;
