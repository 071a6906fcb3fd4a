package io.github.multipaxos.protocol;

import static io.github.multipaxos.protocol.Samples.ballot;
import static io.github.multipaxos.protocol.Samples.config;

import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.model.Ballot;
import io.github.multipaxos.record.LogRecord;
import java.util.List;

/** What node 2 of 3 may be doing when a message comes. It has promised 5.3 before. */
enum Situation {
  ALONE,
  FOLLOWING,
  CANVASSING,
  PREPARING,
  LEADING;

  static final Ballot BEFORE = ballot(5, 3);
  static final Ballot MINE = ballot(6, 2);

  Solo node() {
    Solo node = new Solo(config(2, 3), List.of(new LogRecord.Promised(BEFORE)));
    switch (this) {
      case ALONE -> {}
      case FOLLOWING -> node.receive(3, new Heartbeat(BEFORE, 1, 0, 0));
      case CANVASSING -> node.untilCanvass();
      case PREPARING -> node.campaign(1);
      case LEADING -> node.lead(1);
    }
    node.sync();
    node.forget();
    return node;
  }

  Ballot promised() {
    return this == PREPARING || this == LEADING ? MINE : BEFORE;
  }

  /** The leader it knows. */
  Ballot leader() {
    return switch (this) {
      case FOLLOWING -> BEFORE;
      case LEADING -> MINE;
      case ALONE, CANVASSING, PREPARING -> Ballot.NONE;
    };
  }

  Standing standing() {
    return switch (this) {
      case ALONE, FOLLOWING -> Standing.FOLLOWING;
      case CANVASSING, PREPARING -> Standing.CAMPAIGNING;
      case LEADING -> Standing.LEADING;
    };
  }
}
