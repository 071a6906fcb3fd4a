package io.github.multipaxos.testkit.simulation;

import java.time.Duration;

/**
 * What a run that found nothing wrong has been through.
 *
 * @param seed the seed
 * @param nodes how many nodes
 * @param faults what went wrong, and how badly
 * @param faulty how long things went wrong, in virtual time
 * @param simulated how much virtual time passed in all
 * @param events how many things happened
 * @param chosenSlots how many slots were chosen
 * @param asked how many operations clients asked for
 * @param answered how many of them were answered
 * @param rejected how many certainly had no effect
 * @param unknown of how many nobody knows
 * @param traceHash equal for two runs in which the same happened
 * @param coverage how often what was seen
 */
public record Report(
    long seed,
    int nodes,
    String faults,
    Duration faulty,
    Duration simulated,
    long events,
    long chosenSlots,
    long asked,
    long answered,
    long rejected,
    long unknown,
    long traceHash,
    Coverage coverage) {}
