package io.github.multipaxos.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The members of a cluster with their addresses, in order of their ids. Immutable. */
public final class Members {

  private final SortedMap<NodeId, Member> byId;

  private Members(SortedMap<NodeId, Member> byId) {
    this.byId = Collections.unmodifiableSortedMap(byId);
  }

  /** Returns these members. There must be at least one, and no id may occur twice. */
  public static Members of(Collection<Member> members) {
    SortedMap<NodeId, Member> byId = new TreeMap<>();
    for (Member member : members) {
      if (byId.put(member.id(), member) != null) {
        throw new IllegalArgumentException("member " + member.id() + " is listed twice");
      }
    }
    if (byId.isEmpty()) {
      throw new IllegalArgumentException("a cluster needs at least one member");
    }
    return new Members(byId);
  }

  /**
   * Reads {@code 1=host:port,2=host:port,…}. An IPv6 address stands in brackets: {@code
   * 1=[::1]:7001}.
   *
   * @throws IllegalArgumentException naming the part that could not be read
   */
  public static Members parse(String text) {
    List<Member> members = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      members.add(parseMember(part.strip()));
    }
    return of(members);
  }

  private static Member parseMember(String part) {
    int equals = part.indexOf('=');
    int colon = part.lastIndexOf(':');
    if (equals < 1 || colon < equals + 2) {
      throw unreadable(part);
    }
    String host = part.substring(equals + 1, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      NodeId id = NodeId.of(Integer.parseInt(part.substring(0, equals)));
      return new Member(id, host, Integer.parseInt(part.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw unreadable(part);
    }
  }

  private static IllegalArgumentException unreadable(String part) {
    return new IllegalArgumentException(
        "cannot read member '" + part + "'; write id=host:port, as in 1=10.0.0.1:7001");
  }

  /** Returns the members in order of their ids. */
  public Collection<Member> all() {
    return byId.values();
  }

  /** Returns the ids in order. */
  public Collection<NodeId> ids() {
    return byId.keySet();
  }

  /** Returns the member of that id, if there is one. */
  public Optional<Member> get(NodeId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Returns the membership in which each of these members votes and a majority is a quorum. */
  public Membership majority() {
    return Membership.majorityOf(byId.keySet());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Members that && byId.equals(that.byId);
  }

  @Override
  public int hashCode() {
    return byId.hashCode();
  }

  /** Written as {@link #parse} reads it. */
  @Override
  public String toString() {
    return byId.values().stream().map(Member::toString).collect(Collectors.joining(","));
  }
}
