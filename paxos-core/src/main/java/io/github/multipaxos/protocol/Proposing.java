package io.github.multipaxos.protocol;

/** What a proposer is doing. A sealed type, so that no mixture of two can be written. */
sealed interface Proposing permits Following, Canvassing, Preparation, Leadership {}
