package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Command;
import io.github.multipaxos.model.Decree;
import io.github.multipaxos.model.Vote;
import io.github.multipaxos.record.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** How decrees, votes and records are written. */
final class Wording {

  private Wording() {}

  static String of(Decree decree) {
    return decree instanceof Decree.CommandBatch batch ? of(batch.commands()) : "[noop]";
  }

  static String of(List<Command> commands) {
    return commands.stream().map(Wording::text).collect(Collectors.joining(" ", "[", "]"));
  }

  /** Returns a command's text without the zeros that make it longer. */
  static String text(Command command) {
    byte[] bytes = command.payload().toArray();
    int size = 0;
    while (size < bytes.length && bytes[size] != 0) {
      size++;
    }
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  static String of(Vote vote) {
    return vote.ballot() + " " + of(vote.decree());
  }

  static String ofVotes(SortedMap<Long, Vote> votes) {
    return votes.entrySet().stream()
        .map(vote -> vote.getKey() + "=" + of(vote.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static String of(LogRecord record) {
    if (record instanceof LogRecord.Promised promised) {
      return "promise " + promised.ballot();
    } else if (record instanceof LogRecord.Voted voted) {
      return "vote slot=" + voted.slot() + " " + of(voted.vote());
    } else if (record instanceof LogRecord.Learnt learnt) {
      return "learnt slot=" + learnt.slot() + " " + of(learnt.decree());
    } else if (record instanceof LogRecord.ChosenThrough mark) {
      return "chosen through=" + mark.slot();
    } else if (record instanceof LogRecord.Installed installed) {
      return "installed slot=" + installed.slot();
    } else if (record instanceof LogRecord.Compacted compacted) {
      return "compacted through=" + compacted.throughSlot();
    }
    return record.toString();
  }

  /** Returns the word that names the kind of message. */
  static String kind(Message message) {
    return message.getClass().getSimpleName();
  }
}
