package io.github.multipaxos.examples.kv.store;

/**
 * The commands by the numbers that stand for them in the log. A number, once given, keeps its
 * meaning: old logs are read by newer versions.
 */
enum Op {
  SET(1, Update.Set::read),
  DELETE(2, Update.Delete::read),
  ADD(3, Update.Add::read),
  APPEND(4, Update.Append::read),
  SET_MANY(5, Update.SetMany::read),
  GET_SET(6, Update.GetSet::read),
  EXPIRE(7, Timed.Expire::read),
  PERSIST(8, Timed.Persist::read),
  SWAP(9, Update.Swap::read),
  FLUSH(10, in -> new Update.Flush()),
  TIME_TO_LIVE(11, Timed.TimeToLive::read),
  ADVANCE(12, in -> new Timed.Advance()),
  GET(32, Query.Get::read),
  GET_MANY(33, Query.GetMany::read),
  EXISTS(34, Query.Exists::read),
  LENGTH(35, Query.Length::read),
  SIZE(36, in -> new Query.Size()),
  BATCH(64, Batch::read);

  private static final int NUMBERS = 128;
  private static final Op[] BY_NUMBER = new Op[NUMBERS];

  static {
    for (Op op : values()) {
      BY_NUMBER[op.number] = op;
    }
  }

  private final byte number;
  private final KvCommand.Reader reader;

  Op(int number, KvCommand.Reader reader) {
    this.number = (byte) number;
    this.reader = reader;
  }

  byte number() {
    return number;
  }

  KvCommand.Reader reader() {
    return reader;
  }

  /** Returns the command of that number. */
  static Op of(byte number) {
    Op op = number < 0 ? null : BY_NUMBER[number];
    if (op == null) {
      throw new IllegalArgumentException("no command has the number " + number);
    }
    return op;
  }
}
