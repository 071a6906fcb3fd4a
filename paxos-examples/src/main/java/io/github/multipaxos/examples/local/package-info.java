/**
 * What a program needs to run a whole cluster on one machine for a moment: ports and a directory.
 */
@NullMarked
package io.github.multipaxos.examples.local;

import org.jspecify.annotations.NullMarked;
