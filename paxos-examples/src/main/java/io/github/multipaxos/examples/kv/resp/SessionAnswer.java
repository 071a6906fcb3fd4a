package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.examples.kv.store.KvSessions;
import io.github.multipaxos.examples.kv.store.Reply;
import io.github.multipaxos.session.SessionReply;

/** What sessions answer, in the words of the Redis protocol. */
final class SessionAnswer {

  private SessionAnswer() {}

  static Reply of(SessionReply<Reply> answer) {
    if (answer instanceof SessionReply.Answered<Reply> answered) {
      return answered.result();
    } else if (answer instanceof SessionReply.Opened<Reply> opened) {
      return Reply.of(opened.session().toString());
    } else if (answer instanceof SessionReply.AnswerDropped<Reply>) {
      return new Reply.Error(
          "DROPPED the command was applied before, and its answer was too large or too old to be"
              + " kept");
    } else if (answer instanceof SessionReply.Refused<Reply> refused) {
      return new Reply.Error(refused.reason() + " " + sentence(refused.reason()));
    }
    return Reply.OK;
  }

  private static String sentence(SessionReply.Reason reason) {
    return switch (reason) {
      case EXPIRED ->
          "there is no such session, or not any more; nothing is changed now, and whether anything"
              + " was before is not known";
      case STALE ->
          "the sequence is below those that can be asked about again; nothing is changed now, and"
              + " whether anything was before is not known";
      case AHEAD ->
          "the sequence is more than "
              + KvSessions.LIMITS.windowSequences()
              + " above the one after ACK; nothing is changed";
      case FULL -> "there is no room for more sessions; try again later";
    };
  }
}
