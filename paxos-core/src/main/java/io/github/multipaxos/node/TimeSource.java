package io.github.multipaxos.node;

/** Where a node looks when it wants to know the time. Called by any thread. */
public interface TimeSource {

  /** The clocks of this machine. */
  TimeSource SYSTEM =
      new TimeSource() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }
      };

  /** Returns the nanoseconds since some moment. Never runs backwards. */
  long nanos();

  /** Returns the milliseconds since the epoch, which people may set to anything at any time. */
  long wallMillis();
}
