package io.github.multipaxos.transport.netty.wire;

import io.github.multipaxos.model.Bytes;

/**
 * Takes the fields of a message in the order of the schema. A message is told twice: to a {@link
 * FieldMeasure}, since each part of it begins with its length, and then to a {@link FieldWriter}.
 * So there is one description of each kind, and no object for each part.
 *
 * <p>As ever in proto3, a field that is 0 or empty is left out, unless it is a part.
 */
interface FieldSink {

  /** Takes a number of any of the types that protobuf writes with as few bytes as it needs. */
  void number(int field, long value);

  /** Takes a {@code fixed64}. */
  void fixed64(int field, long value);

  /** Takes a {@code fixed32}. */
  void fixed32(int field, int value);

  /** Takes bytes. */
  void bytes(int field, Bytes value);

  /** Begins a message within the message. Returns what its {@link #end} is to be called with. */
  int begin(int field);

  /** Ends a message within the message. */
  void end(int part);
}
