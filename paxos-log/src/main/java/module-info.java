/** A durable log in segmented, checksummed files. */
module io.github.multipaxos.log {
  requires transitive io.github.multipaxos.core;
  requires jdk.unsupported; // com.sun.nio.file: writes past the cache
  requires org.slf4j;
  requires static info.picocli; // the command that looks into a log
  requires static transitive org.jspecify;

  exports io.github.multipaxos.log;
  exports io.github.multipaxos.log.file;
}
