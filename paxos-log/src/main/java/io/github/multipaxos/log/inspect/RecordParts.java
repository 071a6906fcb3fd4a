package io.github.multipaxos.log.inspect;

import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Decree.CommandBatch;
import io.github.multipaxos.model.Decree.Noop;
import io.github.multipaxos.record.LogRecord;
import io.github.multipaxos.record.LogRecord.ChosenThrough;
import io.github.multipaxos.record.LogRecord.Compacted;
import io.github.multipaxos.record.LogRecord.Installed;
import io.github.multipaxos.record.LogRecord.Learnt;
import io.github.multipaxos.record.LogRecord.Promised;
import io.github.multipaxos.record.LogRecord.Voted;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a record says, taken apart for people. The one place that knows the kinds of records.
 *
 * @param kind its kind in a word or two
 * @param slot the slot it names
 * @param ballot the ballot it promises
 * @param decree the decree it holds for the slot
 * @param more what else there is to say
 */
record RecordParts(
    String kind,
    @Nullable Long slot,
    @Nullable Ballot ballot,
    @Nullable Decree decree,
    String more) {

  static RecordParts of(LogRecord record) {
    if (record instanceof Promised promised) {
      return new RecordParts("promised", null, promised.ballot(), null, "");
    } else if (record instanceof Voted voted) {
      return new RecordParts(
          "voted", voted.slot(), voted.vote().ballot(), voted.vote().decree(), "");
    } else if (record instanceof Learnt learnt) {
      return new RecordParts("learnt", learnt.slot(), null, learnt.decree(), "");
    } else if (record instanceof ChosenThrough chosen) {
      return new RecordParts("chosen through", chosen.slot(), null, null, "");
    } else if (record instanceof Installed installed) {
      return new RecordParts("installed snapshot", installed.slot(), null, null, "");
    } else if (record instanceof Compacted compacted) {
      return new RecordParts("compacted through", compacted.throughSlot(), null, null, "");
    }
    return new RecordParts("other", null, null, null, record.toString());
  }

  private static String textOf(Decree decree) {
    if (decree instanceof CommandBatch batch) {
      int count = batch.commands().size();
      long bytes = batch.commands().stream().mapToLong(it -> it.payload().size()).sum();
      return "batch of " + Words.count(count, "command") + ", " + Words.count(bytes, "byte");
    } else if (decree instanceof Noop) {
      return "no-op";
    }
    return decree.toString();
  }

  /** Returns the commands in it. */
  List<Command> commands() {
    return decree instanceof CommandBatch batch ? batch.commands() : List.of();
  }

  /** Returns the record in one line. */
  String text() {
    StringJoiner text = new StringJoiner(" ").add(kind);
    if (slot != null) {
      text.add("slot=" + slot);
    }
    if (ballot != null) {
      text.add("ballot=" + ballot);
    }
    if (decree != null) {
      text.add(textOf(decree));
    }
    if (!more.isEmpty()) {
      text.add(more);
    }
    return text.toString();
  }
}
