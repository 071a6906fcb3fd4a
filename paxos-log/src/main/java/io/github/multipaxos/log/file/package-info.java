/**
 * The little that the log asks of a file system, so that a test or a simulator can stand in for it
 * and lose what was never synced.
 *
 * <p>A write is durable only after {@link io.github.multipaxos.log.file.StorageFile#force}, unless
 * it is {@linkplain io.github.multipaxos.log.file.StorageFile#writeDurably durable in itself}; a
 * name that was made, changed or deleted only after {@link
 * io.github.multipaxos.log.file.StorageDirectory#force}. Nothing else is promised in between:
 * sectors of a file may reach the disk in any order.
 *
 * <p>Read {@link io.github.multipaxos.log.file.StorageDirectory} first; {@link
 * io.github.multipaxos.log.file.DiskDirectory} is the real one.
 */
@NullMarked
package io.github.multipaxos.log.file;

import org.jspecify.annotations.NullMarked;
