package io.github.multipaxos.node;

import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import java.util.zip.CRC32C;

/**
 * A hash over every decree applied, in order. Two replicas whose hashes differ at one slot have
 * applied different commands. Not meant to withstand malice.
 */
final class RollingHash {

  private final CRC32C crc = new CRC32C();
  private long value;

  long value() {
    return value;
  }

  void reset(long to) {
    value = to;
  }

  void add(long slot, Decree decree) {
    mix(slot);
    if (decree instanceof Decree.CommandBatch batch) {
      mix(batch.timeMillis());
      for (Command command : batch.commands()) {
        mix(command.id().boot() << 20 ^ command.id().origin().value());
        mix(command.id().sequence());
        crc.reset();
        command.payload().addTo(crc);
        mix(crc.getValue());
      }
    }
  }

  /** Returns what this would come to with one number more. */
  long with(long more) {
    long before = value;
    mix(more);
    long with = value;
    value = before;
    return with;
  }

  /** The finaliser of MurmurHash3: every bit of what is mixed in reaches every bit. */
  private void mix(long more) {
    long mixed = (value ^ more) + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    value = mixed ^ mixed >>> 33;
  }
}
