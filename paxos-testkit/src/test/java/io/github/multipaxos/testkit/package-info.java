/** What several tests of the test kit share. */
@NullMarked
package io.github.multipaxos.testkit;

import org.jspecify.annotations.NullMarked;
