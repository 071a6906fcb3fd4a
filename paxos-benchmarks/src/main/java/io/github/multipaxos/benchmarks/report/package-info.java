/** What was measured, and how it is told: tables, CSV and a chart. No clocks, no processes. */
@NullMarked
package io.github.multipaxos.benchmarks.report;

import org.jspecify.annotations.NullMarked;
