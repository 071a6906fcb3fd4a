package io.github.multipaxos.examples.kv.resp;

/**
 * A command of the Redis protocol.
 *
 * @param name its name in lower case
 * @param arity how many words a request has, the name included; negative for at least that many
 * @param keys where its keys are
 * @param sense what a request means
 */
record Command(String name, int arity, Keys keys, Sense sense) {

  /** Finds the meaning of a request that has the right number of words. */
  @FunctionalInterface
  interface Sense {
    Meaning of(Arguments arguments, Client client) throws BadRequestException;
  }

  /** Where in a request its keys are, for clients that ask. */
  enum Keys {
    /** Nowhere. */
    NONE(0, 0, 0),
    /** The first argument. */
    FIRST(1, 1, 1),
    /** Every argument. */
    ALL(1, -1, 1),
    /** The first argument, the third, and so on. */
    ALTERNATE(1, -1, 2);

    private final int first;
    private final int through;
    private final int step;

    Keys(int first, int through, int step) {
      this.first = first;
      this.through = through;
      this.step = step;
    }

    int first() {
      return first;
    }

    int through() {
      return through;
    }

    int step() {
      return step;
    }
  }

  Meaning meaningOf(Arguments arguments, Client client) throws BadRequestException {
    boolean fits = arity >= 0 ? arguments.size() == arity : arguments.size() >= -arity;
    if (!fits) {
      throw wrongNumber(name);
    }
    return sense.of(arguments, client);
  }

  static BadRequestException wrongNumber(String name) {
    return new BadRequestException("ERR wrong number of arguments for '" + name + "' command");
  }
}
