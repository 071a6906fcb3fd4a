/**
 * A durable log in files: segmented, checksummed, one sync for all that waits.
 *
 * <p>Three rules hold throughout. What was reported durable is never cut off and never changed. A
 * block of a file that holds durable bytes is never written to again with other bytes. After one
 * failed write or sync nothing is believed any more. The page {@code docs/storage.md} has the
 * formats byte by byte.
 *
 * <p>Read {@link io.github.multipaxos.log.FileLog} first, then {@code GroupCommit}, which is the
 * path of every append, then {@code LogRecovery}, which tells a write that was cut short from
 * damage.
 */
@NullMarked
package io.github.multipaxos.log;

import org.jspecify.annotations.NullMarked;
