package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a message may have, so that bytes can be checked against the schema before any
 * object is made of them. Parsing would store unknown fields and as many parts as fit the frame;
 * this refuses the former and counts the latter, and allocates nothing.
 */
final class Shape {

  private final String name;
  private final boolean extensible;
  private final @Nullable Field[] fields;

  /** A field's encoding, and the shape of what is in it where that is a message. */
  private record Field(int wireType, @Nullable Shape message) {}

  private Shape(Descriptor descriptor) {
    this.name = descriptor.getName();
    this.extensible = isExtensible(descriptor);
    int max = descriptor.getFields().stream().mapToInt(FieldDescriptor::getNumber).max().orElse(0);
    this.fields = new @Nullable Field[max + 1];
  }

  /** Nodes of other versions must be able to read these, and to put more into them. */
  private static boolean isExtensible(Descriptor descriptor) {
    return List.of(Wire.Hello.getDescriptor(), Wire.Refusal.getDescriptor()).contains(descriptor);
  }

  /** Returns the shape of a message and of all in it. */
  static Shape of(Descriptor descriptor) {
    return of(descriptor, new HashMap<>());
  }

  private static Shape of(Descriptor descriptor, Map<String, Shape> known) {
    Shape shape = known.get(descriptor.getFullName());
    if (shape == null) {
      shape = new Shape(descriptor);
      known.put(descriptor.getFullName(), shape);
      for (FieldDescriptor field : descriptor.getFields()) {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        shape.fields[field.getNumber()] =
            new Field(
                field.getLiteType().getWireType(),
                message ? of(field.getMessageType(), known) : null);
      }
    }
    return shape;
  }

  /**
   * Checks one message up to the end of {@code in}.
   *
   * @throws MalformedFrameException if there is a field that the schema does not have, or there are
   *     more than {@code maxParts} messages within messages
   * @throws IOException if the bytes are no protobuf
   */
  void check(CodedInputStream in, int maxParts) throws IOException {
    if (count(in, maxParts) < 0) {
      throw new MalformedFrameException("a frame of more than " + maxParts + " parts");
    }
  }

  /** Returns how many of the parts are left, or a negative number as soon as there are too many. */
  private int count(CodedInputStream in, int partsLeft) throws IOException {
    int left = partsLeft;
    for (int tag = in.readTag(); tag != 0 && left >= 0; tag = in.readTag()) {
      Field field = field(tag);
      if (field == null) {
        left--; // the parser keeps what it does not know
        in.skipField(tag);
      } else if (field.message == null) {
        in.skipField(tag);
      } else {
        int outer = in.pushLimit(in.readRawVarint32());
        left = field.message.count(in, left - 1);
        if (left >= 0) {
          in.popLimit(outer);
        }
      }
    }
    return left;
  }

  /**
   * Returns null for a field that may be skipped; a group may not, since it could hold any number.
   */
  private @Nullable Field field(int tag) throws MalformedFrameException {
    int number = WireFormat.getTagFieldNumber(tag);
    Field field = number < fields.length ? fields[number] : null;
    if (field != null && field.wireType == WireFormat.getTagWireType(tag)) {
      return field;
    }
    if (extensible && WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_START_GROUP) {
      return null;
    }
    throw new MalformedFrameException(
        name + " with field " + number + ", which this version lacks");
  }
}
