/**
 * Real processes on real sockets and real disks: {@code kv-server.jar} started, killed, paused and
 * restarted, driven by a Redis client, and what the clients saw checked for linearizability.
 */
@NullMarked
package io.github.multipaxos.examples.it;

import org.jspecify.annotations.NullMarked;
