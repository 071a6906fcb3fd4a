package io.github.multipaxos.examples.kv.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A command that changes nothing and does not ask for the time. */
public sealed interface Query extends KvCommand {

  /**
   * The value of a key, or nil.
   *
   * @param key the key
   */
  record Get(Blob key) implements Query {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      return new Reply.Bulk(keys.value(key));
    }

    @Override
    public Op op() {
      return Op.GET;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
    }

    static Get read(ByteBuffer in) {
      return new Get(Fields.readBlob(in));
    }
  }

  /**
   * The values of several keys as of one moment.
   *
   * @param names the keys; one may occur twice
   */
  record GetMany(List<Blob> names) implements Query {
    /** Takes the keys as they are now. */
    public GetMany {
      names = List.copyOf(names);
    }

    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      List<Reply> values = new ArrayList<>(names.size());
      for (Blob name : names) {
        values.add(new Reply.Bulk(keys.value(name)));
      }
      return new Reply.Array(values);
    }

    @Override
    public Op op() {
      return Op.GET_MANY;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlobs(names);
    }

    static GetMany read(ByteBuffer in) {
      return new GetMany(Fields.readBlobs(in));
    }
  }

  /**
   * How many of these keys are there.
   *
   * @param names the keys; one that occurs twice counts twice
   */
  record Exists(List<Blob> names) implements Query {
    /** Takes the keys as they are now. */
    public Exists {
      names = List.copyOf(names);
    }

    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      return Reply.of(names.stream().filter(name -> keys.find(name) != null).count());
    }

    @Override
    public Op op() {
      return Op.EXISTS;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlobs(names);
    }

    static Exists read(ByteBuffer in) {
      return new Exists(Fields.readBlobs(in));
    }
  }

  /**
   * How many bytes a key's value has; 0 for a key that is not there.
   *
   * @param key the key
   */
  record Length(Blob key) implements Query {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      Blob value = keys.value(key);
      return Reply.of(value == null ? 0 : value.size());
    }

    @Override
    public Op op() {
      return Op.LENGTH;
    }

    @Override
    public void write(FieldWriter out) {
      out.writeBlob(key);
    }

    static Length read(ByteBuffer in) {
      return new Length(Fields.readBlob(in));
    }
  }

  /** How many keys there are. */
  record Size() implements Query {
    @Override
    public Reply applyTo(KeySpace keys, long nowMillis) {
      return Reply.of(keys.size());
    }

    @Override
    public Op op() {
      return Op.SIZE;
    }

    @Override
    public void write(FieldWriter out) {
      // no fields
    }
  }
}
