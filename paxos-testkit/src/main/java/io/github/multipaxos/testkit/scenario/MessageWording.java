package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.message.Message;
import io.github.multipaxos.message.Message.Accept;
import io.github.multipaxos.message.Message.Accepted;
import io.github.multipaxos.message.Message.AskIndex;
import io.github.multipaxos.message.Message.AskSnapshot;
import io.github.multipaxos.message.Message.Canvass;
import io.github.multipaxos.message.Message.CanvassAnswer;
import io.github.multipaxos.message.Message.Chosen;
import io.github.multipaxos.message.Message.Decrees;
import io.github.multipaxos.message.Message.Fetch;
import io.github.multipaxos.message.Message.Forward;
import io.github.multipaxos.message.Message.Heartbeat;
import io.github.multipaxos.message.Message.HeartbeatAck;
import io.github.multipaxos.message.Message.Index;
import io.github.multipaxos.message.Message.Nack;
import io.github.multipaxos.message.Message.Prepare;
import io.github.multipaxos.message.Message.Promise;
import io.github.multipaxos.message.Message.Refused;
import io.github.multipaxos.message.Message.SnapshotPart;
import io.github.multipaxos.message.Message.TakeOver;
import io.github.multipaxos.model.Ballot;
import java.util.stream.Collectors;

/** How messages are written: after their kind, what they say. */
final class MessageWording {

  private final CommandNames names;

  MessageWording(CommandNames names) {
    this.names = names;
  }

  String of(Message message) {
    if (message instanceof Prepare prepare) {
      return "ballot=" + prepare.ballot() + " from=" + prepare.firstSlot() + released(prepare);
    } else if (message instanceof Promise promise) {
      return of(promise);
    } else if (message instanceof Accept accept) {
      return "ballot="
          + accept.ballot()
          + " slot="
          + accept.slot()
          + " "
          + Wording.of(accept.decree())
          + through(accept.chosenThrough());
    } else if (message instanceof Accepted accepted) {
      return "ballot=" + accepted.ballot() + " slot=" + accepted.slot();
    } else if (message instanceof Nack nack) {
      return "asked=" + nack.asked() + " promised=" + nack.promised();
    } else if (message instanceof Chosen chosen) {
      return "ballot=" + chosen.ballot() + through(chosen.through());
    } else if (message instanceof Canvass canvass) {
      return "ballot=" + canvass.ballot() + " attempt=" + canvass.attempt();
    } else if (message instanceof CanvassAnswer answer) {
      return of(answer);
    } else if (message instanceof TakeOver takeOver) {
      return "ballot=" + takeOver.ballot();
    }
    return ofRoutine(message);
  }

  /** Those that keep a cluster going and serve clients. */
  private String ofRoutine(Message message) {
    if (message instanceof Heartbeat heartbeat) {
      return "ballot="
          + heartbeat.ballot()
          + " round="
          + heartbeat.round()
          + " barrier="
          + heartbeat.barrierSlot()
          + through(heartbeat.chosenThrough());
    } else if (message instanceof HeartbeatAck ack) {
      return "ballot="
          + ack.ballot()
          + " round="
          + ack.round()
          + through(ack.chosenThrough())
          + (ack.guardMillis() == 0 ? "" : " guard=" + ack.guardMillis());
    } else if (message instanceof Forward forward) {
      return "ballot=" + forward.ballot() + " " + Wording.of(forward.commands());
    } else if (message instanceof Refused refused) {
      return of(refused);
    } else if (message instanceof AskIndex ask) {
      return "boot=" + ask.boot() + " ask=" + ask.ask() + lease(ask.mayLease());
    } else if (message instanceof Index index) {
      return "boot="
          + index.boot()
          + " ask="
          + index.ask()
          + " slot="
          + index.slot()
          + lease(index.mayLease());
    } else if (message instanceof Fetch fetch) {
      return "first=" + fetch.firstSlot() + " through=" + fetch.throughSlot();
    } else if (message instanceof Decrees decrees) {
      return of(decrees);
    } else if (message instanceof AskSnapshot ask) {
      return "slot=" + ask.slot() + " offset=" + ask.offset();
    } else if (message instanceof SnapshotPart part) {
      return of(part);
    }
    return message.toString();
  }

  private static String of(Promise promise) {
    return "ballot="
        + promise.ballot()
        + slots(promise)
        + (promise.faultyThrough() == 0 ? "" : " faulty=" + promise.faultyThrough())
        + " votes="
        + Wording.ofVotes(promise.votes())
        + through(promise.chosenThrough())
        + retained(promise.firstRetained());
  }

  /** Where a page ends that is not the last. */
  private static String slots(Promise promise) {
    return promise.throughSlot() == Long.MAX_VALUE
        ? ""
        : " from=" + promise.firstSlot() + " to=" + promise.throughSlot();
  }

  private static String of(CanvassAnswer answer) {
    return "ballot="
        + answer.ballot()
        + " attempt="
        + answer.attempt()
        + " granted="
        + yesOrNo(answer.granted())
        + " promised="
        + answer.promised();
  }

  private String of(Refused refused) {
    return "ballot="
        + refused.ballot()
        + refused.ids().stream().map(names::of).collect(Collectors.joining(" ", " [", "]"))
        + " reason="
        + refused.reason();
  }

  private static String of(Decrees decrees) {
    return "first="
        + decrees.firstSlot()
        + decrees.decrees().stream().map(it -> " " + Wording.of(it)).collect(Collectors.joining())
        + through(decrees.chosenThrough())
        + retained(decrees.firstRetained());
  }

  private static String of(SnapshotPart part) {
    return part.snapshot().isNone()
        ? "none"
        : "slot="
            + part.snapshot().slot()
            + " offset="
            + part.offset()
            + " bytes="
            + part.part().size()
            + " of="
            + part.snapshot().bytes();
  }

  /** The sender's prefix, which goes along with much; not worth a word while it is empty. */
  private static String through(long slot) {
    return slot == 0 ? "" : " through=" + slot;
  }

  private static String released(Prepare prepare) {
    return prepare.released().equals(Ballot.NONE) ? "" : " released=" + prepare.released();
  }

  private static String lease(boolean mayLease) {
    return mayLease ? " lease=yes" : "";
  }

  /** From which slot on the sender's log holds decrees; not worth a word if it holds them all. */
  private static String retained(long firstSlot) {
    return firstSlot == 1 ? "" : " retained=" + firstSlot;
  }

  private static String yesOrNo(boolean is) {
    return is ? "yes" : "no";
  }
}
