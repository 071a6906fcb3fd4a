/**
 * Text files that drive a small cluster step by step and hold what it must answer.
 *
 * <p>A scenario is played by real {@link io.github.multipaxos.protocol.Replica}s over a network and
 * disks that do nothing by themselves: what is delivered, lost, synced or forgotten, and when time
 * passes, is written in the file. So the same file has the same answer every time, and a story
 * about the protocol is a test of it. After every directive the cluster is checked for agreement,
 * whatever the file expects.
 *
 * <p>Read {@link io.github.multipaxos.testkit.scenario.Scenario} first; the format is described in
 * {@code docs/scenarios.md}.
 */
@NullMarked
package io.github.multipaxos.testkit.scenario;

import org.jspecify.annotations.NullMarked;
