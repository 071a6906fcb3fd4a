/** Measures how fast replicated commands become durable, here and elsewhere. */
@NullMarked
package io.github.multipaxos.benchmarks;

import org.jspecify.annotations.NullMarked;
