package io.github.multipaxos.testkit.simulation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What goes wrong in one run, and how badly. Immutable.
 *
 * <p>A run in which everything goes wrong at once rarely gets anywhere interesting: a few kinds of
 * fault, drawn anew for each seed, find more (Groce et al., "Swarm Testing", 2012).
 */
public final class Faults {

  private static final double LEFT_OUT = 1.0 / 3;

  /** Where nothing gets anywhere nothing goes wrong. */
  private static final double MILD = 0.6;

  private final Map<Fault, Double> degrees;

  private Faults(Map<Fault, Double> degrees) {
    this.degrees = degrees;
  }

  /** Returns a world in which nothing goes wrong. */
  public static Faults none() {
    return new Faults(new EnumMap<>(Fault.class));
  }

  /** Draws about two thirds of the kinds, each to a degree of its own, mostly a low one. */
  public static Faults swarm(Dice dice) {
    boolean isMild = dice.chance(MILD);
    Map<Fault, Double> degrees = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      boolean isLeftOut = dice.chance(LEFT_OUT);
      double degree = dice.fraction() * (isMild ? dice.fraction() : 1);
      if (!isLeftOut) {
        degrees.put(fault, degree);
      }
    }
    return new Faults(degrees);
  }

  /** Returns these with one kind to another degree, from 0 to 1. */
  public Faults with(Fault fault, double degree) {
    if (!(degree >= 0 && degree <= 1)) {
      throw new IllegalArgumentException(fault + " must be from 0 to 1, was " + degree);
    }
    Map<Fault, Double> changed = new EnumMap<>(Fault.class);
    changed.putAll(degrees);
    changed.put(fault, degree);
    return new Faults(changed);
  }

  /** Returns these without one kind. */
  public Faults without(Fault fault) {
    return with(fault, 0);
  }

  /** Returns how badly, from 0 to 1. */
  public double degree(Fault fault) {
    return degrees.getOrDefault(fault, 0.0);
  }

  /** Tells whether this goes wrong at all. */
  public boolean has(Fault fault) {
    return degree(fault) > 0;
  }

  /** Names each kind there is, with its degree in percent. */
  @Override
  public String toString() {
    return degrees.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(
            entry ->
                entry.getKey().name().toLowerCase(Locale.ROOT)
                    + "="
                    + Math.round(entry.getValue() * 100))
        .collect(Collectors.joining(" ", "{", "}"));
  }
}
