package io.github.multipaxos.benchmarks.system;

import java.util.Locale;

/** What an acknowledgement promises. */
public enum Durability {
  /** Synced by a majority. */
  FSYNC,

  /** Handed to the operating system by a majority. */
  NONE;

  /** Reads what {@link #toString} writes. */
  public static Durability parse(String text) {
    for (Durability each : values()) {
      if (each.toString().equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException("write fsync or none, not '" + text + "'");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
