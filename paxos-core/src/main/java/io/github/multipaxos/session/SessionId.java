package io.github.multipaxos.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which session: the slot in which it was opened, and which of those opened there it is. No slot is
 * applied twice, so no id is given twice, whoever leads and whatever is restored.
 *
 * @param slot the slot of the command that opened the session
 * @param index counts the sessions opened in that slot, from 0
 */
public record SessionId(long slot, int index) implements Comparable<SessionId> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,9})");

  /** Checks the bounds. */
  public SessionId {
    if (slot < 1 || index < 0) {
      throw new IllegalArgumentException(
          "a session's slot is at least 1 and its index at least 0, were "
              + slot
              + " and "
              + index);
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static SessionId parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a session is written like 1841-0, not '" + text + "'");
    }
    return new SessionId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public int compareTo(SessionId other) {
    int bySlot = Long.compare(slot, other.slot);
    return bySlot != 0 ? bySlot : Integer.compare(index, other.index);
  }

  /** Returns slot and index, as in {@code 1841-0}. */
  @Override
  public String toString() {
    return slot + "-" + index;
  }
}
