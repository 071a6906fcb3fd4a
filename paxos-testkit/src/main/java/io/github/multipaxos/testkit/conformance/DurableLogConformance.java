package io.github.multipaxos.testkit.conformance;

/**
 * Checks a {@link io.github.multipaxos.spi.DurableLog} against its interface. Implement it in a
 * test class:
 *
 * <pre>{@code
 * class MyLogConformanceTest implements DurableLogConformance {
 *   @TempDir Path directory;
 *
 *   @Override
 *   public LogStorage newStorage() throws IOException {
 *     return new MyStorage(Files.createTempDirectory(directory, "log"));
 *   }
 * }
 * }</pre>
 *
 * <p>Not checked, because it does not show from outside: that what is called durable is on a
 * platter, unless the storage has {@linkplain LogStorage#faults() faults}; the words of error
 * messages; the refusal of a second process, of which a second log in this process stands in; the
 * budget of unwritten bytes; and what is made of damage, which differs with the format.
 */
public interface DurableLogConformance
    extends LogOpeningConformance,
        LogAppendingConformance,
        LogReadingConformance,
        LogCompactionConformance,
        LogPeersConformance,
        LogClosingConformance,
        LogFailureConformance {}
