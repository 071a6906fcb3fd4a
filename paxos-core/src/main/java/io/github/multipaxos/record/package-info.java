/**
 * What a node writes to its durable log, as values. How they look on disk is the log's business.
 */
@NullMarked
package io.github.multipaxos.record;

import org.jspecify.annotations.NullMarked;
