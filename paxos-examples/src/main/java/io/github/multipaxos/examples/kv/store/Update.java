package io.github.multipaxos.examples.kv.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A command that must go through the log: it changes something, or asks what time it is. */
public sealed interface Update extends KvCommand
    permits Timed,
        Update.Set,
        Update.Delete,
        Update.Add,
        Update.Append,
        Update.SetMany,
        Update.GetSet,
        Update.Swap,
        Update.Flush {

  /** The largest value: 1 MiB, so that no sequence of appends makes one that cannot be sent. */
  int MAX_VALUE_BYTES = 1 << 20;

  /** What a {@link Set} asks of the key before it does anything. */
  enum Condition {
    /** Nothing. */
    NONE,
    /** That it is not there. */
    IF_ABSENT,
    /** That it is there. */
    IF_PRESENT
  }

  /**
   * Sets a key. Answers OK, or nil if the condition did not hold.
   *
   * @param key the key
   * @param value its new value
   * @param condition what must hold of the key
   * @param ttlMillis how long the key stays, or 0 for always; an earlier expiry is forgotten
   */
  record Set(Blob key, Blob value, Condition condition, long ttlMillis) implements Update {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      boolean present = keys.find(key) != null;
      if (present && condition == Condition.IF_ABSENT
          || !present && condition == Condition.IF_PRESENT) {
        return Reply.NIL;
      }
      keys.put(key, value, ttlMillis == 0 ? Entry.NEVER : Timed.Expire.after(nowMillis, ttlMillis));
      return Reply.OK;
    }

    @Override
    public Op op() {
      return Op.SET;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
      out.writeBlob(value);
      out.writeByte(condition.ordinal());
      out.writeCount(ttlMillis);
    }

    static Set read(ByteBuffer in) {
      Blob key = Fields.readBlob(in);
      Blob value = Fields.readBlob(in);
      return new Set(key, value, readCondition(in), Fields.readCount(in));
    }

    private static Condition readCondition(ByteBuffer in) {
      byte number = Fields.readByte(in);
      return switch (number) {
        case 0 -> Condition.NONE;
        case 1 -> Condition.IF_ABSENT;
        case 2 -> Condition.IF_PRESENT;
        default -> throw new IllegalArgumentException("no condition has the number " + number);
      };
    }
  }

  /**
   * Removes keys. Answers how many were there.
   *
   * @param names the keys
   */
  record Delete(List<Blob> names) implements Update {
    /** Takes the keys as they are now. */
    public Delete {
      names = List.copyOf(names);
    }

    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      long removed = 0;
      for (Blob name : names) {
        removed += keys.remove(name) ? 1 : 0;
      }
      return Reply.of(removed);
    }

    @Override
    public Op op() {
      return Op.DELETE;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlobs(names);
    }

    static Delete read(ByteBuffer in) {
      return new Delete(Fields.readBlobs(in));
    }
  }

  /**
   * Adds to a number; a key that is not there counts as 0. Answers the sum. Keeps the expiry.
   *
   * @param key the key
   * @param amount what to add
   */
  record Add(Blob key, long amount) implements Update {
    private static final Reply OVERFLOW =
        new Reply.Error("ERR increment or decrement would overflow");

    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      Blob value = keys.value(key);
      OptionalLong number = value == null ? OptionalLong.of(0) : Integers.parse(value);
      if (number.isEmpty()) {
        return Reply.NOT_A_NUMBER;
      }
      long sum = number.getAsLong() + amount;
      boolean overflows = ((number.getAsLong() ^ sum) & (amount ^ sum)) < 0;
      if (overflows) {
        return OVERFLOW;
      }
      keys.replace(key, Integers.format(sum));
      return Reply.of(sum);
    }

    @Override
    public Op op() {
      return Op.ADD;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
      out.writeLong(amount);
    }

    static Add read(ByteBuffer in) {
      return new Add(Fields.readBlob(in), Fields.readLong(in));
    }
  }

  /**
   * Appends to a value; a key that is not there counts as empty. Answers the new size. Keeps the
   * expiry.
   *
   * @param key the key
   * @param tail what to append
   */
  record Append(Blob key, Blob tail) implements Update {
    private static final Reply TOO_LONG =
        new Reply.Error("ERR string exceeds maximum allowed size (" + MAX_VALUE_BYTES + " bytes)");

    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      Blob value = keys.value(key);
      long size = (value == null ? 0L : value.size()) + tail.size();
      if (size > MAX_VALUE_BYTES) {
        return TOO_LONG;
      }
      keys.replace(key, value == null ? tail : value.plus(tail));
      return Reply.of(size);
    }

    @Override
    public Op op() {
      return Op.APPEND;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
      out.writeBlob(tail);
    }

    static Append read(ByteBuffer in) {
      return new Append(Fields.readBlob(in), Fields.readBlob(in));
    }
  }

  /**
   * A key and the value it is to have.
   *
   * @param key the key
   * @param value the value
   */
  record Pair(Blob key, Blob value) {
    static Pair read(ByteBuffer in) {
      return new Pair(Fields.readBlob(in), Fields.readBlob(in));
    }
  }

  /**
   * Sets several keys at one moment; of a key that occurs twice the last value counts. Answers OK.
   *
   * @param pairs the keys and values
   */
  record SetMany(List<Pair> pairs) implements Update {
    /** Takes the pairs as they are now. */
    public SetMany {
      pairs = List.copyOf(pairs);
    }

    /** Makes pairs out of keys and values in turns. */
    public static SetMany of(List<Blob> turns) {
      List<Pair> pairs = new ArrayList<>(turns.size() / 2);
      for (int i = 0; i + 1 < turns.size(); i += 2) {
        pairs.add(new Pair(turns.get(i), turns.get(i + 1)));
      }
      return new SetMany(pairs);
    }

    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      pairs.forEach(pair -> keys.put(pair.key(), pair.value(), Entry.NEVER));
      return Reply.OK;
    }

    @Override
    public Op op() {
      return Op.SET_MANY;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeCount(pairs.size());
      for (Pair pair : pairs) {
        out.writeBlob(pair.key());
        out.writeBlob(pair.value());
      }
    }

    static SetMany read(ByteBuffer in) {
      return new SetMany(Fields.readList(in, Pair::read));
    }
  }

  /**
   * Sets a key and answers what it was before, or nil. An earlier expiry is forgotten.
   *
   * @param key the key
   * @param value its new value
   */
  record GetSet(Blob key, Blob value) implements Update {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      Blob earlier = keys.value(key);
      keys.put(key, value, Entry.NEVER);
      return new Reply.Bulk(earlier);
    }

    @Override
    public Op op() {
      return Op.GET_SET;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
      out.writeBlob(value);
    }

    static GetSet read(ByteBuffer in) {
      return new GetSet(Fields.readBlob(in), Fields.readBlob(in));
    }
  }

  /**
   * Compares and swaps: sets a key if it is there with the value expected. Answers 1 if it did,
   * else 0. A key that is not there equals no value, not even the empty one. Keeps the expiry.
   *
   * @param key the key
   * @param expected the value it must have
   * @param value its new value
   */
  record Swap(Blob key, Blob expected, Blob value) implements Update {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      boolean holds = expected.equals(keys.value(key));
      if (holds) {
        keys.replace(key, value);
      }
      return Reply.of(holds);
    }

    @Override
    public Op op() {
      return Op.SWAP;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
      out.writeBlob(expected);
      out.writeBlob(value);
    }

    static Swap read(ByteBuffer in) {
      return new Swap(Fields.readBlob(in), Fields.readBlob(in), Fields.readBlob(in));
    }
  }

  /** Removes every key. Answers OK. */
  record Flush() implements Update {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      keys.clear();
      return Reply.OK;
    }

    @Override
    public Op op() {
      return Op.FLUSH;
    }

    @Override
    public void write(FieldWriter out) {
      // no fields
    }
  }
}
