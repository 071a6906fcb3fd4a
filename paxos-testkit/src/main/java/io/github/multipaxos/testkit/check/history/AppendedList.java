package io.github.multipaxos.testkit.check.history;

import io.github.multipaxos.testkit.check.Operation;
import io.github.multipaxos.testkit.check.RealTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was done to one list, put in the one order that the reads allow. */
final class AppendedList {

  private final Map<Object, Operation<Call, Answer>> appends = new LinkedHashMap<>();
  private final Map<Object, Operation<Call, Answer>> failed = new LinkedHashMap<>();
  private final List<Operation<Call, Answer>> reads = new ArrayList<>();
  private @Nullable Operation<Call, Answer> longest;

  void fail(Operation<Call, Answer> append) {
    failed.put(value(append), append);
  }

  /** Takes an append, and returns an earlier one of the same value; null if there is none. */
  @Nullable Operation<Call, Answer> append(Operation<Call, Answer> append) {
    return appends.put(value(append), append);
  }

  void read(Operation<Call, Answer> read) {
    reads.add(read);
    if (longest == null || list(read).size() > list(longest).size()) {
      longest = read;
    }
  }

  private static Object value(Operation<Call, Answer> append) {
    return Objects.requireNonNull(append.input().value(), "an append has a value");
  }

  private static List<?> list(Operation<Call, Answer> read) {
    Answer answer = read.output();
    return answer != null && answer.value() instanceof List<?> list ? list : List.of();
  }

  /** Returns what does not fit, or null if the operations are linearizable. */
  @Nullable String fault() {
    List<?> order = longest == null ? List.of() : list(longest);
    String fault = faultOfLongest(order);
    for (Operation<Call, Answer> read : reads) {
      fault = fault == null ? faultOfRead(read, order) : fault;
    }
    return fault == null ? faultInTime(order) : fault;
  }

  private @Nullable String faultOfLongest(List<?> order) {
    Set<Object> seen = new HashSet<>();
    for (Object value : order) {
      if (appends.containsKey(value)) {
        if (!seen.add(value)) {
          return longest + " saw " + Texts.brief(value) + " twice";
        }
      } else if (failed.containsKey(value)) {
        return longest
            + " saw "
            + Texts.brief(value)
            + ", whose append failed: "
            + failed.get(value);
      } else {
        return longest + " saw " + Texts.brief(value) + ", which nobody appended";
      }
    }
    return null;
  }

  /** What is no prefix of the longest read and is no longer differs from it at some place. */
  private @Nullable String faultOfRead(Operation<Call, Answer> read, List<?> order) {
    List<?> seen = list(read);
    if (order.subList(0, seen.size()).equals(seen)) {
      return null;
    }
    int place = 0;
    while (order.get(place).equals(seen.get(place))) {
      place++;
    }
    return read
        + " saw "
        + Texts.brief(seen.get(place))
        + " at place "
        + (place + 1)
        + ", where "
        + longest
        + " saw "
        + Texts.brief(order.get(place));
  }

  private @Nullable String faultInTime(List<?> order) {
    RealTime<Call, Answer> row = new RealTime<>();
    List<List<Operation<Call, Answer>>> readsByLength = readsByLength(order.size());
    RealTime.Contradiction<Call, Answer> fault = row.put(readsByLength.get(0));
    for (int i = 0; fault == null && i < order.size(); i++) {
      fault = row.put(append(order.get(i)));
      fault = fault == null ? row.put(readsByLength.get(i + 1)) : fault;
    }
    if (fault == null) {
      fault = row.put(neverSeen(order));
    }
    return fault == null ? null : explain(fault, new HashSet<>(order));
  }

  private List<List<Operation<Call, Answer>>> readsByLength(int longestLength) {
    List<List<Operation<Call, Answer>>> byLength = new ArrayList<>();
    for (int length = 0; length <= longestLength; length++) {
      byLength.add(List.of());
    }
    for (Operation<Call, Answer> read : reads) {
      int length = list(read).size();
      if (byLength.get(length).isEmpty()) {
        byLength.set(length, new ArrayList<>(1)); // most lengths are seen by few reads, or none
      }
      byLength.get(length).add(read);
    }
    return byLength;
  }

  private Operation<Call, Answer> append(Object value) {
    Operation<Call, Answer> append = appends.get(value);
    if (append == null) {
      throw new IllegalStateException("nobody appended " + value);
    }
    return append;
  }

  /** Appends that were acknowledged and that no read shows. */
  private List<Operation<Call, Answer>> neverSeen(List<?> order) {
    Set<Object> seen = new HashSet<>(order);
    List<Operation<Call, Answer>> neverSeen = new ArrayList<>();
    appends.forEach(
        (value, append) -> {
          if (append.isKnown() && !seen.contains(value)) {
            neverSeen.add(append);
          }
        });
    return neverSeen;
  }

  private String explain(RealTime.Contradiction<Call, Answer> fault, Set<?> seen) {
    Operation<Call, Answer> ahead = fault.ahead();
    Operation<Call, Answer> behind = fault.behind();
    boolean isBehindRead = ListAppend.isRead(behind.input());
    if (ListAppend.isRead(ahead.input())) {
      return isBehindRead
          ? ahead + " is a stale read: it lacks what was seen before it was asked for, by " + behind
          : ahead + " lacks what was acknowledged before it was asked for, by " + behind;
    } else if (isBehindRead) {
      return behind + " saw what was appended only after it had returned, by " + ahead;
    }
    return seen.contains(behind.input().value())
        ? behind
            + " took effect after "
            + ahead
            + ", which was asked for only after it had returned"
        : behind + " was lost: " + ahead + ", asked for after it had returned, was seen without it";
  }
}
