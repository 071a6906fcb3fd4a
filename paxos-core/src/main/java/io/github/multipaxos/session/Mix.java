package io.github.multipaxos.session;

/** Makes one number out of several, in order. Not meant to withstand malice. */
final class Mix {

  private long value;

  /** The finaliser of MurmurHash3: every bit of what is added reaches every bit. */
  Mix add(long more) {
    long mixed = (value ^ more) + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    value = mixed ^ mixed >>> 33;
    return this;
  }

  long value() {
    return value;
  }
}
