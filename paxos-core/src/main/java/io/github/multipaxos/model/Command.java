package io.github.multipaxos.model;

/**
 * What an application asked to have applied, encoded.
 *
 * @param id names the proposal
 * @param payload the application's bytes, not looked into by the library
 */
public record Command(CommandId id, Bytes payload) {

  /** What a command weighs beside its payload, in memory and on the wire, roughly. */
  private static final int OVERHEAD_BYTES = 64;

  /** Returns roughly how many bytes this command takes, for budgets. */
  public long bytes() {
    return OVERHEAD_BYTES + payload.size();
  }
}
