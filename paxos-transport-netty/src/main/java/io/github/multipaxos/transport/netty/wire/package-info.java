/**
 * How frames look as bytes: {@code wire.proto} in Java, without a socket.
 *
 * <p>Any bytes may come in. What comes out is a frame or a {@link
 * io.github.multipaxos.transport.netty.wire.MalformedFrameException}, and never more memory than a
 * stated multiple of the largest frame. Nothing here knows Netty, so a simulated network can run
 * the very same code.
 *
 * <p>Read {@link io.github.multipaxos.transport.netty.wire.Frame} first, then {@link
 * io.github.multipaxos.transport.netty.wire.FrameReader}.
 */
@NullMarked
package io.github.multipaxos.transport.netty.wire;

import org.jspecify.annotations.NullMarked;
