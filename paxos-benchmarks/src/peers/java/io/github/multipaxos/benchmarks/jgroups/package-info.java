/** jgroups-raft under test. */
@NullMarked
package io.github.multipaxos.benchmarks.jgroups;

import org.jspecify.annotations.NullMarked;
