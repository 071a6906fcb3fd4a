package io.github.multipaxos.testkit.conformance;

import io.github.multipaxos.PaxosConfig;
import io.github.multipaxos.message.Message;
import io.github.multipaxos.model.Acquaintance;
import io.github.multipaxos.model.Boots;
import io.github.multipaxos.model.Identity;
import io.github.multipaxos.model.Members;
import io.github.multipaxos.model.NodeId;
import io.github.multipaxos.spi.PeerMemory;
import io.github.multipaxos.spi.Transport;
import io.github.multipaxos.testkit.memory.MemoryNetwork;
import io.github.multipaxos.testkit.memory.MemoryPeers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Transports that break one promise each. */
final class BrokenTransports {

  private BrokenTransports() {}

  static Transport deliveringAnAlteredCopy(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void send(NodeId to, Message message) {
        super.send(to, message);
        if (message instanceof Message.Accepted accepted) {
          super.send(to, new Message.Accepted(accepted.ballot(), accepted.slot() - 1));
        }
      }
    };
  }

  static Transport losingWhatIsLarge(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void send(NodeId to, Message message) {
        if (message.bytes() < PaxosConfig.COMMAND_BYTES_LIMIT) {
          super.send(to, message);
        }
      }
    };
  }

  static Transport namingAnother(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public boolean receive(NodeId from, Message message) {
        return super.receive(NodeId.of(1), message);
      }
    };
  }

  static Transport tellingEverybody(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void send(NodeId to, Message message) {
        members().ids().forEach(each -> super.send(each, message));
      }
    };
  }

  static Transport sendingTheLatestFirst(Transport transport) {
    return new ForwardingTransport(transport) {
      private record Sent(NodeId to, Message message) {}

      private final Deque<Sent> stack = new ArrayDeque<>();

      @Override
      public synchronized void send(NodeId to, Message message) {
        stack.push(new Sent(to, message));
      }

      @Override
      public synchronized void flush() {
        stack.forEach(sent -> super.send(sent.to(), sent.message()));
        stack.clear();
        super.flush();
      }
    };
  }

  static Transport deliveringOnTheSendersThread(MemoryNetwork stepped) {
    return new ForwardingTransport(stepped.newTransport()) {
      @Override
      public void flush() {
        super.flush();
        stepped.deliverAll();
      }
    };
  }

  static Transport keepingWhatIsForNobody(Transport transport) {
    return new ForwardingTransport(transport) {
      private final Deque<Message> kept = new ArrayDeque<>();

      @Override
      public synchronized void send(NodeId to, Message message) {
        if (!members().ids().contains(to)) {
          return;
        }
        kept.add(message);
        while (connected.contains(to) && !kept.isEmpty()) {
          super.send(to, kept.remove());
        }
      }
    };
  }

  static Transport blockingOnAnAbsentPeer(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void send(NodeId to, Message message) {
        if (!connected.contains(to)) {
          blockForEver();
        }
        super.send(to, message);
      }
    };
  }

  static Transport blockingWhenFull(Transport transport) {
    return new ForwardingTransport(transport) {
      private long sentBytes;

      @Override
      public void send(NodeId to, Message message) {
        sentBytes += message.bytes();
        if (sentBytes > 1 << 20) {
          blockForEver();
        }
        super.send(to, message);
      }
    };
  }

  private static void blockForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Transport ignoringThatThereIsNoRoom(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public boolean receive(NodeId from, Message message) {
        super.receive(from, message);
        return true;
      }
    };
  }

  static Transport storingResumes(Transport transport) {
    return new ForwardingTransport(transport) {
      private int stored;

      @Override
      public synchronized void resume() {
        stored++;
        super.resume();
      }

      @Override
      public boolean receive(NodeId from, Message message) {
        boolean hasRoom = super.receive(from, message);
        synchronized (this) {
          return hasRoom || stored-- > 0;
        }
      }
    };
  }

  static Transport neverResuming(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void resume() {}
    };
  }

  static Transport refusingAnIdleResume(Transport transport) {
    return new ForwardingTransport(transport) {
      private boolean paused;

      @Override
      public synchronized void resume() {
        if (!paused) {
          throw new IllegalStateException("broken on purpose");
        }
        paused = false;
        super.resume();
      }

      @Override
      public synchronized boolean receive(NodeId from, Message message) {
        paused = !super.receive(from, message);
        return !paused;
      }
    };
  }

  static Transport forgettingAnEarlyResume(Transport transport) {
    return new ForwardingTransport(transport) {
      private volatile boolean receiving;

      @Override
      public void resume() {
        if (!receiving) {
          super.resume();
        }
      }

      @Override
      public boolean receive(NodeId from, Message message) {
        receiving = true;
        try {
          return super.receive(from, message);
        } finally {
          receiving = false;
        }
      }
    };
  }

  static Transport findingOnlyWhoWasThere(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void send(NodeId to, Message message) {
        if (to.compareTo(self().node()) < 0) {
          super.send(to, message); // in the checks, nodes start in order of their ids
        }
      }
    };
  }

  static Transport startingAnyway(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void start(Identity self, Members members, PeerMemory peers, Receiver receiver) {
        try {
          super.start(self, members, peers, receiver);
        } catch (IOException e) {
          // broken on purpose
        }
      }
    };
  }

  static Transport connectingInSilence(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void connected(NodeId peer) {}
    };
  }

  static Transport givingNoReason(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void disconnected(NodeId peer, String reason) {
        super.disconnected(peer, "");
      }
    };
  }

  static Transport forgettingWhoHasLeft(Transport transport) {
    return new ForwardingTransport(transport) {
      private final Set<NodeId> left = new HashSet<>();

      @Override
      public synchronized void disconnected(NodeId peer, String reason) {
        left.add(peer);
        super.disconnected(peer, reason);
      }

      @Override
      public synchronized void send(NodeId to, Message message) {
        if (!left.contains(to)) {
          super.send(to, message);
        }
      }
    };
  }

  static Transport talkingToStrangers(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
          throws IOException {
        super.start(
            new Identity(PeerProbe.CLUSTER, self.node(), self.incarnation(), self.boots()),
            members,
            peers,
            receiver);
      }
    };
  }

  static Transport vouchingInSilence(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void vouched(NodeId peer) {}
    };
  }

  static Transport refusingInSilence(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void disowned(NodeId peer, String sentence) {}
    };
  }

  static Transport forgettingWhomItHasMet(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
          throws IOException {
        super.start(self, members, new MemoryPeers(), receiver);
      }
    };
  }

  static Transport refusingEveryRestart(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
          throws IOException {
        long process = self.boots().process();
        super.start(booted(self, Boots.latest(1, process)), members, peers, receiver);
      }
    };
  }

  static Transport showingNoEarlierBoots(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
          throws IOException {
        Boots latest = Boots.latest(self.boot(), self.boots().process());
        super.start(booted(self, latest), members, peers, receiver);
      }
    };
  }

  private static Identity booted(Identity self, Boots boots) {
    return new Identity(self.cluster(), self.node(), self.incarnation(), boots);
  }

  static Transport notWaitingForTheDisk(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
          throws IOException {
        super.start(self, members, new HastyPeers(peers), receiver);
      }
    };
  }

  private record HastyPeers(PeerMemory peers) implements PeerMemory {
    @Override
    public Optional<Acquaintance> of(NodeId peer) {
      return peers.of(peer);
    }

    @Override
    public void note(Acquaintance met, Runnable whenDurable) {
      peers.note(met, () -> {});
      whenDurable.run();
    }

    @Override
    public boolean isDisowned() {
      return peers.isDisowned();
    }

    @Override
    public void disown() {
      peers.disown();
    }

    @Override
    public boolean isAdmitted() {
      return peers.isAdmitted();
    }

    @Override
    public void admit(Runnable whenDurable) {
      peers.admit(whenDurable);
    }
  }

  static Transport takingAnyMembers(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
          throws IOException {
        Members three = Members.parse("1=a:1,2=b:1,3=c:1");
        super.start(self, members.ids().size() == 2 ? three : members, peers, receiver);
      }
    };
  }

  static Transport stayingOpen(Transport transport) {
    return new ForwardingTransport(transport) {
      @Override
      public void close() {}
    };
  }

  static Transport waitingForRoomToClose(Transport transport) {
    return new ForwardingTransport(transport) {
      private volatile boolean hasRoom = true;

      @Override
      public boolean receive(NodeId from, Message message) {
        hasRoom = super.receive(from, message);
        return hasRoom;
      }

      @Override
      public void close() {
        if (!hasRoom) {
          hasRoom = true; // hangs once, so that the check can tidy up
          blockForEver();
        }
        super.close();
      }
    };
  }

  static Transport leavingAThread(Transport transport, CountDownLatch released) {
    return new ForwardingTransport(transport) {
      @Override
      public void start(Identity self, Members members, PeerMemory peers, Receiver receiver)
          throws IOException {
        super.start(self, members, peers, receiver);
        new Thread(() -> await(released)).start();
      }
    };
  }

  private static void await(CountDownLatch released) {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Transport throwingOnceClosed(Transport transport) {
    return new ForwardingTransport(transport) {
      private boolean closed;

      @Override
      public void send(NodeId to, Message message) {
        if (closed) {
          throw new IllegalStateException("broken on purpose");
        }
        super.send(to, message);
      }

      @Override
      public void close() {
        closed = true;
        super.close();
      }
    };
  }
}
