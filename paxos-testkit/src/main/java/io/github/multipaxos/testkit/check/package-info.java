/**
 * Says whether what clients saw could have happened one operation after the other.
 *
 * <p>Record with {@link io.github.multipaxos.testkit.check.History} what each client asked, when,
 * and what it was told; give the operations and a {@link io.github.multipaxos.testkit.check.Model}
 * of the state machine to {@link io.github.multipaxos.testkit.check.Linearizability}; demand of the
 * {@link io.github.multipaxos.testkit.check.Verdict} that it be legal. A search that gives up is no
 * better than one that found a violation.
 *
 * <p>Where the log can be read, the order need not be searched for: give it to a {@link
 * io.github.multipaxos.testkit.check.Witness}, which checks millions of operations.
 *
 * <p>A list of {@link io.github.multipaxos.testkit.check.Operation} is all that the checker knows
 * of a history, so it does not matter how the list was made: by threads of this process, or from
 * files that several processes wrote.
 */
@NullMarked
package io.github.multipaxos.testkit.check;

import org.jspecify.annotations.NullMarked;
