package io.github.multipaxos.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Shows a visitor what is in the frames of one segment, as far as this release can read it. */
final class FrameContents {

  private final String path;
  private final LogVisitor visitor;

  FrameContents(String path, LogVisitor visitor) {
    this.path = path;
    this.visitor = visitor;
  }

  /** Says why a frame is not for this release; null if it is. */
  static @Nullable String strangenessOf(FrameHeader header) {
    String frame = "frame " + header.sequence();
    if (header.version() != FrameHeader.VERSION) {
      return inFormat(frame + " is", header.version(), FrameHeader.VERSION);
    } else if (header.recordVersion() != RecordCodec.VERSION) {
      return inFormat(frame + " has records", header.recordVersion(), RecordCodec.VERSION);
    } else if (header.group() != 0) {
      return frame + " is of group " + header.group() + ", and this release keeps group 0 only";
    }
    return null;
  }

  private static String inFormat(String what, int found, int known) {
    return what + " in format " + found + ", and this release reads format " + known;
  }

  /** Shows the frame and its records. */
  void show(LogFrame frame, ByteBuffer payload) {
    visitor.frame(frame);
    payload.position(HighMark.BYTES);
    for (int i = 0; i < frame.recordCount() && visitor.wantsMore(); i++) {
      int start = payload.position();
      long offset = frame.offset() + FrameHeader.BYTES + start;
      try {
        visitor.record(frame, offset, RecordCodec.read(payload));
      } catch (MalformedRecordException e) {
        int bytes = payload.position() - start;
        report(frame, offset, bytes, e.getMessage());
        if (bytes <= Integer.BYTES) {
          return; // its length makes no sense, so nobody knows where the next begins
        }
      }
    }
  }

  private void report(LogFrame frame, long offset, int bytes, @Nullable String why) {
    String what = "frame " + frame.sequence() + " is intact and has a " + why;
    visitor.finding(LogFinding.unreadable(path, offset, bytes, what));
  }
}
