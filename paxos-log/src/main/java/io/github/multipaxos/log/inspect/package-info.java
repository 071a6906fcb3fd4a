/**
 * The command that looks into a log: {@code verify}, {@code dump}, {@code stat}.
 *
 * <p>It never writes and never locks, so it can be let loose on a damaged log, and on one that is
 * in use. What is read and what counts as damage is decided in {@link
 * io.github.multipaxos.log.LogInspection}; here it is put into words.
 *
 * <p>Read {@code LogCommand} first. A later kind of record gets its words in {@code RecordParts}
 * and nowhere else.
 */
@NullMarked
package io.github.multipaxos.log.inspect;

import org.jspecify.annotations.NullMarked;
