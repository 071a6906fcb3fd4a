/**
 * The values that everything else speaks of: nodes, ballots, slots, votes, decrees and the commands
 * in them.
 *
 * <p>All are immutable, know nothing of messages, disks or threads, and check themselves when they
 * are made. A slot is a {@code long} that counts from 1; "through slot 0" therefore means "none
 * yet".
 *
 * <p>Read {@link io.github.multipaxos.model.Ballot} first, then {@link
 * io.github.multipaxos.model.Decree}.
 */
@NullMarked
package io.github.multipaxos.model;

import org.jspecify.annotations.NullMarked;
