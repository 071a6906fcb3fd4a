/**
 * What the benchmark and its replica processes say to each other: lines, over stdin and stdout. A
 * replica process answers each line with one line, and ends when its stdin does.
 */
@NullMarked
package io.github.multipaxos.benchmarks.line;

import org.jspecify.annotations.NullMarked;
