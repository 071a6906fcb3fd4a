/**
 * The program that everything is measured against: what the disk and the network allow when nobody
 * runs for leader, nothing is checked and nothing is kept in order but bytes.
 *
 * <p>The leader sends whatever has arrived to its followers, all append it to a file and sync, and
 * what a majority has synced is done. One thread per replica does everything, with Netty's native
 * epoll where there is one; nothing is allocated per operation.
 */
@NullMarked
package io.github.multipaxos.benchmarks.limit;

import org.jspecify.annotations.NullMarked;
