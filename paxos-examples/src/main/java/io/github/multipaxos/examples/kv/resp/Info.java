package io.github.multipaxos.examples.kv.resp;

import io.github.multipaxos.NodeStatus;
import io.github.multipaxos.examples.kv.store.KvMachine.Census;
import io.github.multipaxos.model.NodeId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes the answer to {@code INFO}: sections of lines {@code name:value}, as Redis does.
 *
 * @param port the port clients connect to
 * @param startNanos when the server started
 */
record Info(int port, long startNanos) {

  private static final long SECOND_NANOS = 1_000_000_000;

  /** Returns the sections asked for, or all if none is named. */
  String text(Set<String> wanted, Store.Report report, int clients) {
    Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
    sections.put("Server", server());
    sections.put("Clients", Map.of("connected_clients", clients));
    sections.put("Replication", replication(report));
    sections.put("Keyspace", keyspace(report.census()));
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (name, lines) -> {
          if (wanted.isEmpty() || wanted.contains(name.toLowerCase(Locale.ROOT))) {
            write(name, lines, text);
          }
        });
    return text.toString();
  }

  private static void write(String name, Map<String, Object> lines, StringBuilder text) {
    text.append(text.isEmpty() ? "" : "\r\n").append("# ").append(name).append("\r\n");
    lines.forEach((key, value) -> text.append(key).append(':').append(value).append("\r\n"));
  }

  private Map<String, Object> server() {
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("redis_version", ClientCommands.REDIS_VERSION);
    lines.put("server_name", "multipaxos-kv");
    lines.put("process_id", ProcessHandle.current().pid());
    lines.put("tcp_port", port);
    lines.put("uptime_in_seconds", (System.nanoTime() - startNanos) / SECOND_NANOS);
    return lines;
  }

  private static Map<String, Object> replication(Store.Report report) {
    NodeStatus status = report.status();
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("cluster", status.identity().cluster());
    lines.put("node_id", status.identity().node());
    lines.put("role", status.role().name().toLowerCase(Locale.ROOT));
    lines.put("leader_id", status.leader().orElse(NodeId.NOBODY));
    lines.put("ballot", status.ballot());
    lines.put("chosen_slot", status.chosenSlot());
    lines.put("applied_slot", report.census().slot());
    lines.put("snapshot_slot", status.snapshotSlot());
    status
        .transfer()
        .ifPresent(it -> lines.put("fetching_snapshot", it.bytes() + "/" + it.totalBytes()));
    lines.put("state_digest", report.census().digest());
    lines.put("members", report.members());
    lines.put(
        "connected_members", status.connected().values().stream().filter(Boolean::valueOf).count());
    lines.put("pending_operations", status.pendingOperations());
    return lines;
  }

  private static Map<String, Object> keyspace(Census census) {
    String keys = "keys=" + census.keys() + ",expires=" + census.expiringKeys() + ",avg_ttl=0";
    return census.keys() == 0 ? Map.of() : Map.of("db0", keys);
  }
}
