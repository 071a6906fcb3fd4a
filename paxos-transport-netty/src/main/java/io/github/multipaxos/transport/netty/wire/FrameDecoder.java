package io.github.multipaxos.transport.netty.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.transport.netty.proto.Wire;
import java.io.IOException;

/**
 * Turns frame bodies into frames. Total: every array of bytes gives a frame or a {@link
 * MalformedFrameException}.
 */
public final class FrameDecoder {

  private static final int MAX_SENTENCE_CHARS = 1024;
  private static final int MAX_CLUSTER_CHARS = 64;

  private final Shape shape = Shape.of(Wire.Frame.getDescriptor());
  private final int maxParts;

  /**
   * Decodes bodies of up to {@code maxBodyBytes}. A body may be made of at most one part (command,
   * decree, vote, ...) for every 16 of these bytes: an empty part takes two bytes on the wire but
   * fifty in memory.
   */
  public FrameDecoder(int maxBodyBytes) {
    this.maxParts = Math.max(64, maxBodyBytes / 16);
  }

  /**
   * Decodes one body. The payloads of the commands in it are parts of the array, which must not be
   * written to afterwards.
   *
   * @throws MalformedFrameException if the bytes are no frame of this version
   */
  public Frame decode(byte[] body) throws MalformedFrameException {
    Message message = PlainDecoder.decode(body, maxParts);
    return message != null ? new Frame.Said(message) : decodeAnyForm(body);
  }

  /** Decodes what is not plain, or of a kind that comes seldom, or no frame at all. */
  Frame decodeAnyForm(byte[] body) throws MalformedFrameException {
    try {
      shape.check(CodedInputStream.newInstance(body), maxParts);
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(body).newCodedInput();
      in.enableAliasing(true);
      return frame(Wire.Frame.parseFrom(in));
    } catch (MalformedFrameException e) {
      throw e;
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedFrameException("a frame that is not protobuf: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedFrameException("a value that cannot be: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new MalformedFrameException("a frame that cannot be read: " + e.getMessage(), e);
    }
  }

  private static Frame frame(Wire.Frame wire) throws MalformedFrameException {
    if (wire.getGroup() != 0) {
      throw new MalformedFrameException(
          "a frame of group "
              + Integer.toUnsignedString(wire.getGroup())
              + ", where only 0 exists");
    }
    return switch (wire.getKindCase()) {
      case HELLO -> hello(wire.getHello());
      case REFUSAL -> refusal(wire.getRefusal());
      case ALIVE -> Frame.Alive.INSTANCE;
      case KIND_NOT_SET -> throw new MalformedFrameException("a frame of an unknown kind");
      default -> new Frame.Said(MessageDecoder.decode(wire));
    };
  }

  private static Hello hello(Wire.Hello wire) throws MalformedFrameException {
    if (wire.getMagic() != Hello.MAGIC) {
      throw new MalformedFrameException("a hello of some other protocol");
    }
    return new Hello(
        wire.getVersion(),
        wire.getOldestVersion(),
        printable(wire.getCluster(), MAX_CLUSTER_CHARS),
        wire.getFrom(),
        wire.getTo(),
        wire.getIncarnation(),
        wire.getBoot(),
        wire.getProcess(),
        wire.getMaxFrameBytes(),
        wire.getMembersList(),
        wire.getEarlierProcessesList());
  }

  private static Refusal refusal(Wire.Refusal wire) {
    Refusal.Reason reason =
        switch (wire.getReason()) {
          case UNSUPPORTED_VERSION -> Refusal.Reason.UNSUPPORTED_VERSION;
          case WRONG_CLUSTER -> Refusal.Reason.WRONG_CLUSTER;
          case UNKNOWN_NODE -> Refusal.Reason.UNKNOWN_NODE;
          case WRONG_TARGET -> Refusal.Reason.WRONG_TARGET;
          case OWN_ID -> Refusal.Reason.OWN_ID;
          case OTHER_INCARNATION -> Refusal.Reason.OTHER_INCARNATION;
          case LOWER_BOOT -> Refusal.Reason.LOWER_BOOT;
          case DUPLICATE_ID -> Refusal.Reason.DUPLICATE_ID;
          case OTHER_MEMBERS -> Refusal.Reason.OTHER_MEMBERS;
          case COPIED_DIRECTORY -> Refusal.Reason.COPIED_DIRECTORY;
          case DIVERGED_DIRECTORY -> Refusal.Reason.DIVERGED_DIRECTORY;
          case UNSPECIFIED, UNRECOGNIZED -> Refusal.Reason.UNSPECIFIED;
        };
    return new Refusal(reason, printable(wire.getSentence(), MAX_SENTENCE_CHARS));
  }

  /** Makes text of unknown origin fit for a log: no line breaks, no more than so much. */
  private static String printable(String text, int maxChars) {
    String cut = text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
