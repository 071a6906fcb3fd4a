/**
 * Programs that use the library, small to large: a counter, a key-value store behind the Redis
 * protocol, and a demonstration of what happens when the leader dies.
 *
 * <p>Read {@code counter} first.
 */
@NullMarked
package io.github.multipaxos.examples;

import org.jspecify.annotations.NullMarked;
