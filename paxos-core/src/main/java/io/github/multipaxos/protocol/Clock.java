package io.github.multipaxos.protocol;

/** What time it is, as far as this replica was told. */
final class Clock {

  private long tick;
  private long wallMillis;

  long tick() {
    return tick;
  }

  long wallMillis() {
    return wallMillis;
  }

  /** Takes the new time and returns how many ticks went by. */
  long advance(Event.Tick now) {
    long passed = now.tick() - tick;
    if (passed < 0) {
      throw new IllegalArgumentException("tick " + now.tick() + " after tick " + tick);
    }
    tick = now.tick();
    wallMillis = now.wallMillis();
    return passed;
  }
}
