/**
 * Histories as files: one event a line, in JSON, as {@code docs/histories.md} describes; and the
 * models by which they are checked.
 */
@NullMarked
package io.github.multipaxos.testkit.check.history;

import org.jspecify.annotations.NullMarked;
