package io.github.multipaxos.testkit.exhaustive;

import java.util.Arrays;

/**
 * The states of the cluster seen so far, each as a few numbers, and from where each was reached.
 */
final class StateTable {

  private final int width;
  private int[] numbers;
  private int[] parents;
  private int[] slots;
  private int size;

  /** Makes an empty table for states of so many numbers. */
  StateTable(int width) {
    this.width = width;
    this.numbers = new int[width << 12];
    this.parents = new int[1 << 12];
    this.slots = new int[1 << 14];
    Arrays.fill(slots, -1);
  }

  int size() {
    return size;
  }

  /** Adds a state. Returns whether it is new. */
  boolean add(int[] state, int parent) {
    int slot = slotOf(state);
    if (slots[slot] >= 0) {
      return false;
    }
    if ((size + 1) * width > numbers.length) {
      numbers = Arrays.copyOf(numbers, numbers.length * 3 / 2);
    }
    if (size + 1 > parents.length) {
      parents = Arrays.copyOf(parents, parents.length * 3 / 2);
    }
    System.arraycopy(state, 0, numbers, size * width, width);
    parents[size] = parent;
    slots[slot] = size++;
    if (size > slots.length / 2) {
      grow();
    }
    return true;
  }

  private int slotOf(int[] state) {
    int slot = hash(state, 0) & (slots.length - 1);
    while (slots[slot] >= 0 && !isAt(slots[slot], state)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int index, int[] state) {
    for (int i = 0; i < width; i++) {
      if (numbers[index * width + i] != state[i]) {
        return false;
      }
    }
    return true;
  }

  private int hash(int[] from, int offset) {
    long hash = 0;
    for (int i = 0; i < width; i++) {
      hash = (hash ^ from[offset + i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) (hash ^ (hash >>> 17));
  }

  private void grow() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    for (int index = 0; index < size; index++) {
      int slot = hash(numbers, index * width) & (slots.length - 1);
      while (slots[slot] >= 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = index;
    }
  }

  void read(int index, int[] state) {
    System.arraycopy(numbers, index * width, state, 0, width);
  }

  int parent(int index) {
    return parents[index];
  }
}
