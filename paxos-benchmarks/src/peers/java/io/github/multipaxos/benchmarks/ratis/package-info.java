/** Apache Ratis under test. */
@NullMarked
package io.github.multipaxos.benchmarks.ratis;

import org.jspecify.annotations.NullMarked;
