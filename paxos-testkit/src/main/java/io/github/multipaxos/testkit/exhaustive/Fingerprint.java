package io.github.multipaxos.testkit.exhaustive;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number of 128 bits for everything that an object holds, whatever it is made of: equal for equal
 * content, and different for different content but for a chance in 10^30.
 */
final class Fingerprint {

  /**
   * What decides no more than when a node would campaign by itself. In an exploration it campaigns
   * at any time, so states that differ in nothing else can do the same.
   */
  private static final Set<String> WHEN =
      Set.of("Jitter.state", "LeaderWatch.campaignTick", "LeaderWatch.failures");

  private static final Map<Class<?>, List<Field>> FIELDS = new HashMap<>();

  private final Map<Object, Integer> seen = new IdentityHashMap<>();
  private long high = 0x243F6A8885A308D3L;
  private long low = 0x13198A2E03707344L;

  private Fingerprint() {}

  /** Two halves of the number. */
  record Value(long high, long low) {}

  static Value of(Object... objects) {
    Fingerprint print = new Fingerprint();
    for (Object object : objects) {
      print.add(object);
    }
    return new Value(print.high, print.low);
  }

  private void mix(long value) {
    high = Long.rotateLeft((high ^ value) * 0x9E3779B97F4A7C15L, 31);
    low = Long.rotateLeft((low + value) * 0xC2B2AE3D27D4EB4FL, 29) ^ high;
  }

  private void add(@Nullable Object object) {
    if (object == null) {
      mix(1);
    } else if (object instanceof String || object instanceof Enum || object instanceof Class) {
      mix(object.toString().hashCode());
      mix(object.toString().length());
    } else if (object instanceof Number number) {
      mix(number.longValue());
    } else if (object instanceof Boolean truth) {
      mix(truth ? 3 : 2);
    } else if (object instanceof Character letter) {
      mix(letter);
    } else if (!object.getClass().isHidden()) { // a function holds no state
      addOnce(object);
    }
  }

  private void addOnce(Object object) {
    Integer before = seen.putIfAbsent(object, seen.size());
    if (before != null && !object.getClass().isRecord()) {
      mix(5 + before);
    } else if (object instanceof Optional<?> optional) {
      add(optional.orElse(null));
    } else if (object instanceof Map<?, ?> map) {
      mix(map.size());
      map.forEach(
          (key, value) -> {
            add(key);
            add(value);
          });
    } else if (object instanceof Collection<?> collection) {
      mix(collection.size());
      collection.forEach(this::add);
    } else if (object.getClass().isArray()) {
      addArray(object);
    } else {
      addFields(object);
    }
  }

  private void addArray(Object array) {
    int length = Array.getLength(array);
    mix(length);
    for (int i = 0; i < length; i++) {
      add(Array.get(array, i));
    }
  }

  private void addFields(Object object) {
    mix(object.getClass().getSimpleName().hashCode());
    try {
      for (Field field : fields(object.getClass())) {
        add(field.get(object));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot look into " + object.getClass(), e);
    }
  }

  private static synchronized List<Field> fields(Class<?> type) {
    return FIELDS.computeIfAbsent(
        type,
        of -> {
          List<Field> fields = new ArrayList<>();
          for (Class<?> at = of; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
              boolean matters = !WHEN.contains(at.getSimpleName() + "." + field.getName());
              if (matters && !Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                fields.add(field);
              }
            }
          }
          return fields;
        });
  }
}
