/** SOFAJRaft under test, in both of the logs that it comes with. */
@NullMarked
package io.github.multipaxos.benchmarks.jraft;

import org.jspecify.annotations.NullMarked;
