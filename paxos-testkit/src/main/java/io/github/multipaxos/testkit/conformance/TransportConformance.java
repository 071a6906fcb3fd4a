package io.github.multipaxos.testkit.conformance;

/**
 * Checks a {@link io.github.multipaxos.spi.Transport} against its interface. Implement it in a test
 * class:
 *
 * <pre>{@code
 * class MyTransportConformanceTest implements TransportConformance {
 *   @Override
 *   public Members newMembers(int count) throws IOException {
 *     return ...; // 1=127.0.0.1:port,2=127.0.0.1:port and so on
 *   }
 *
 *   @Override
 *   public Transport newTransport() {
 *     return new MyTransport();
 *   }
 * }
 * }</pre>
 *
 * <p>The interface lets messages be lost, repeated, reordered and late, so a check says a thing
 * again until it has arrived. Order alone is demanded of what one thread sends over a quiet
 * connection, which is all that can be seen of the order in which messages leave; a transport over
 * a network that reorders even then overrides the two checks concerned.
 *
 * <p>Not checked, because it does not show from outside: how messages of one turn are gathered into
 * one write, that threads end while other tests of the same JVM start threads, and what is made of
 * malformed input, which differs with the format.
 */
public interface TransportConformance
    extends TransportDeliveryConformance,
        TransportConnectionConformance,
        TransportPeersConformance,
        TransportFlowConformance,
        TransportClosingConformance {}
