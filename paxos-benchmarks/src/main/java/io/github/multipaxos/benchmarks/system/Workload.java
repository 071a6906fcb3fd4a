package io.github.multipaxos.benchmarks.system;

/**
 * What a driver is to do, and whom to tell.
 *
 * @param payloadBytes how long each command is
 * @param proposals is told of proposals
 * @param reads is told of reads
 */
public record Workload(int payloadBytes, Completions proposals, Completions reads) {

  /** Returns a command of that length; what is in it does not matter, but it is not zeros. */
  public byte[] payload() {
    byte[] payload = new byte[payloadBytes];
    for (int i = 0; i < payloadBytes; i++) {
      payload[i] = (byte) (i * 31 + 7);
    }
    return payload;
  }
}
