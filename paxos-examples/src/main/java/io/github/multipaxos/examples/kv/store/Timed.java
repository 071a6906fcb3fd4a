package io.github.multipaxos.examples.kv.store;

import java.nio.ByteBuffer;

/** An update that is about time. Time is the replicated clock, so every replica agrees on it. */
public sealed interface Timed extends Update {

  /**
   * Gives a key an expiry, or removes it at once if that is not in the future. Answers 1, or 0 if
   * the key is not there.
   *
   * @param key the key
   * @param ttlMillis how long the key stays from now on
   */
  record Expire(Blob key, long ttlMillis) implements Timed {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      Blob value = keys.value(key);
      if (value == null) {
        return Reply.of(false);
      }
      if (ttlMillis <= 0) {
        keys.remove(key);
      } else {
        keys.put(key, value, after(nowMillis, ttlMillis));
      }
      return Reply.of(true);
    }

    /** Returns the time so much later, or the last one there is. */
    static long after(long nowMillis, long ttlMillis) {
      long latest = Entry.NEVER - 1;
      return ttlMillis > latest - nowMillis ? latest : nowMillis + ttlMillis;
    }

    @Override
    public Op op() {
      return Op.EXPIRE;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
      out.writeLong(ttlMillis);
    }

    static Expire read(ByteBuffer in) {
      return new Expire(Fields.readBlob(in), Fields.readLong(in));
    }
  }

  /**
   * Takes a key's expiry away. Answers 1, or 0 if it has none or is not there.
   *
   * @param key the key
   */
  record Persist(Blob key) implements Timed {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      Entry entry = keys.find(key);
      if (entry == null || !entry.expires()) {
        return Reply.of(false);
      }
      keys.put(key, entry.value(), Entry.NEVER);
      return Reply.of(true);
    }

    @Override
    public Op op() {
      return Op.PERSIST;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
    }

    static Persist read(ByteBuffer in) {
      return new Persist(Fields.readBlob(in));
    }
  }

  /**
   * How long a key has to live: -2 if it is not there, -1 if it stays. Changes nothing, but the
   * replicated clock stands still between commands, so only a place in the log gives a current
   * answer.
   *
   * @param key the key
   * @param unitMillis the unit of the answer, 1 or 1000; rounded to the nearest
   */
  record TimeToLive(Blob key, int unitMillis) implements Timed {
    /** Checks the unit. */
    public TimeToLive {
      if (unitMillis != 1 && unitMillis != 1000) {
        throw new IllegalArgumentException("the unit is 1 or 1000 ms, was " + unitMillis);
      }
    }

    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      Entry entry = keys.find(key);
      if (entry == null) {
        return Reply.of(-2);
      }
      if (!entry.expires()) {
        return Reply.of(-1);
      }
      long leftMillis = entry.expiryMillis() - nowMillis;
      return Reply.of((leftMillis + unitMillis / 2) / unitMillis);
    }

    @Override
    public Op op() {
      return Op.TIME_TO_LIVE;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
      out.writeCount(unitMillis);
    }

    static TimeToLive read(ByteBuffer in) {
      Blob key = Fields.readBlob(in);
      long unitMillis = Fields.readCount(in);
      return new TimeToLive(key, (int) Math.min(unitMillis, Integer.MAX_VALUE));
    }
  }

  /**
   * Lets the replicated clock move on when nothing else does: what counts is the time of its place
   * in the log. Answers OK.
   */
  record Advance() implements Timed {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      return Reply.OK;
    }

    @Override
    public Op op() {
      return Op.ADVANCE;
    }

    @Override
    public void write(FieldWriter out) {
      // no fields
    }
  }
}
