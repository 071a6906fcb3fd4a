package io.github.multipaxos.log.inspect;

import io.github.multipaxos.log.LogFinding;
import io.github.multipaxos.log.LogFrame;
import io.github.multipaxos.log.LogVisitor;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.record.LogRecord;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;

/** Prints records, one line each, and what is not intact where it stands. */
final class Dump implements LogVisitor {

  private static final int PIECE_BYTES = 1 << 12;
  private static final int LINES_BETWEEN_LOOKS = 256;

  private final PrintWriter out;
  private final Selection selection;
  private long printed;
  private boolean cutOff; // whoever reads has gone

  Dump(PrintWriter out, Selection selection) {
    this.out = out;
    this.selection = selection;
  }

  /**
   * Which records are printed, and how.
   *
   * @param firstSlot the first slot, 1 for all
   * @param throughSlot the last slot
   * @param withoutSlot whether records that name no slot are printed too
   * @param most how many records to print before the end
   * @param payload whether the bytes of commands are printed
   */
  record Selection(
      long firstSlot, long throughSlot, boolean withoutSlot, long most, boolean payload) {

    boolean holds(RecordParts parts) {
      Long slot = parts.slot();
      return slot == null ? withoutSlot : slot >= firstSlot && slot <= throughSlot;
    }
  }

  @Override
  public void record(LogFrame frame, long offset, LogRecord record) {
    RecordParts parts = RecordParts.of(record);
    if (!selection.holds(parts)) {
      return;
    }
    String file = String.valueOf(Path.of(frame.file()).getFileName());
    out.println(file + ":" + offset + " #" + frame.sequence() + " " + parts.text());
    if (selection.payload()) {
      parts.commands().forEach(this::print);
    }
    printed++;
    if (printed % LINES_BETWEEN_LOOKS == 0) {
      cutOff = out.checkError();
    }
  }

  private void print(Command command) {
    out.print("  command " + command.id() + ": ");
    ByteBuffer payload = command.payload().buffer();
    byte[] piece = new byte[PIECE_BYTES];
    while (payload.hasRemaining()) {
      int bytes = Math.min(piece.length, payload.remaining());
      payload.get(piece, 0, bytes);
      out.print(HexFormat.of().formatHex(piece, 0, bytes));
    }
    out.println();
  }

  @Override
  public void finding(LogFinding finding) {
    out.println(Words.finding(finding));
  }

  boolean isAtLimit() {
    return printed >= selection.most();
  }

  @Override
  public boolean wantsMore() {
    return !isAtLimit() && !cutOff;
  }
}
