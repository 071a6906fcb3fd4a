/** The command that checks histories in files. */
@NullMarked
package io.github.multipaxos.testkit.check.cli;

import org.jspecify.annotations.NullMarked;
