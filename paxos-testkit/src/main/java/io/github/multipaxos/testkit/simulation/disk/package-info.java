/**
 * A disk in memory, beneath the real file log, that loses what was never synced.
 *
 * <p>Sectors of a file reach the disk in any order, names in the order of their changes; a sync
 * that fails leaves the system believing that it did not.
 */
@NullMarked
package io.github.multipaxos.testkit.simulation.disk;

import org.jspecify.annotations.NullMarked;
