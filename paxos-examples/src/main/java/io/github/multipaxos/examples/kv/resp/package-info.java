/**
 * Speaks the Redis protocol, version 2, to any client that does.
 *
 * <p>Everything about one connection happens on its event loop. A connection has one operation
 * under way at a time, made of all the requests that were waiting; that is what keeps a pipelined
 * read behind the pipelined write that precedes it. Every request is answered, in order, within its
 * deadline.
 *
 * <p>Read {@link io.github.multipaxos.examples.kv.resp.Conversation} first, then {@link
 * io.github.multipaxos.examples.kv.resp.Turn}.
 */
@NullMarked
package io.github.multipaxos.examples.kv.resp;

import org.jspecify.annotations.NullMarked;
