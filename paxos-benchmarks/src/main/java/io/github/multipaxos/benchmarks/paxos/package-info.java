/** This library under test, built as an embedder would build it. */
@NullMarked
package io.github.multipaxos.benchmarks.paxos;

import org.jspecify.annotations.NullMarked;
