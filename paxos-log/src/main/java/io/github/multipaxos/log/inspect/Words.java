package io.github.multipaxos.log.inspect;

import io.github.multipaxos.log.LogFinding;

/** How counts and findings are worded, by every subcommand alike. */
final class Words {

  private Words() {}

  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static String slots(long firstSlot, long throughSlot) {
    return firstSlot == throughSlot
        ? "slot " + firstSlot
        : "slots " + firstSlot + " to " + throughSlot;
  }

  /** Says what was found and where, without the advice. */
  static String finding(LogFinding finding) {
    String kind =
        switch (finding.kind()) {
          case DAMAGED -> "damaged";
          case UNREADABLE -> "unreadable";
          case TORN_TAIL -> "torn tail";
        };
    String place =
        finding.offset() == LogFinding.WHOLE_FILE
            ? finding.file()
            : finding.file()
                + " at offset "
                + finding.offset()
                + (finding.bytes() == 0 ? "" : ", " + count(finding.bytes(), "byte"));
    return kind + ": " + place + ": " + finding.what();
  }
}
