package io.github.multipaxos.testkit.scenario;

import io.github.multipaxos.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Keeps what is on its way until somebody says what becomes of it. Knows which links are cut. */
final class StagedNetwork {

  private final List<Packet> underway = new ArrayList<>();
  private final List<Packet> held = new ArrayList<>();
  private final Set<Link> cuts = new TreeSet<>();

  /** One direction between two nodes. */
  record Link(NodeId from, NodeId to) implements Comparable<Link> {
    @Override
    public int compareTo(Link other) {
      int byFrom = from.compareTo(other.from);
      return byFrom != 0 ? byFrom : to.compareTo(other.to);
    }
  }

  void cut(Link link) {
    cuts.add(link);
  }

  void heal(Link link) {
    cuts.remove(link);
  }

  void healAll() {
    cuts.clear();
  }

  boolean isCut(NodeId from, NodeId to) {
    return cuts.contains(new Link(from, to));
  }

  /** Puts it behind everything that is on its way. */
  void add(Packet packet) {
    underway.add(packet);
  }

  /** Returns what is on its way, oldest first. */
  List<Packet> underway() {
    return List.copyOf(underway);
  }

  /** Returns what is held back, oldest first. */
  List<Packet> held() {
    return List.copyOf(held);
  }

  /** Takes this very packet off its way. */
  void remove(Packet packet) {
    underway.removeIf(other -> other == packet);
  }

  /** Puts a second copy right behind this packet. */
  void duplicate(Packet packet) {
    Packet copy = new Packet(packet.from(), packet.to(), packet.message());
    underway.add(underway.indexOf(packet) + 1, copy);
  }

  /** Keeps the packet back: it arrives when it is released, however long that takes. */
  void hold(Packet packet) {
    remove(packet);
    held.add(packet);
  }

  /** Puts a packet that was held on its way again, behind all others. */
  void release(Packet packet) {
    held.removeIf(other -> other == packet);
    underway.add(packet);
  }
}
