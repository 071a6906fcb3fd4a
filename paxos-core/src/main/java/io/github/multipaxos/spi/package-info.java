/**
 * What an embedder may replace: where a node keeps its memory, and how it talks.
 *
 * <p>Each interface says what it owes, which threads call it, and what the node does when it fails.
 * The test kit has a conformance suite for each.
 */
@NullMarked
package io.github.multipaxos.spi;

import org.jspecify.annotations.NullMarked;
