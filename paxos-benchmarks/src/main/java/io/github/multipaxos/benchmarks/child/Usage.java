package io.github.multipaxos.benchmarks.child;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What this process has used so far.
 *
 * @param cpuNanos of all its threads, those of the JVM's own included
 * @param compilerNanos what its compiler has spent turning bytecode into machine code
 * @param allocatedBytes by the threads that are alive
 * @param peakBytes the most memory it has had resident, or its heap where the system does not tell
 */
record Usage(long cpuNanos, long compilerNanos, long allocatedBytes, long peakBytes) {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  static Usage now() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Usage(system.getProcessCpuTime(), compilerSoFar(), allocatedSoFar(), peakSoFar());
  }

  private static long compilerSoFar() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    boolean isTold = compiler != null && compiler.isCompilationTimeMonitoringSupported();
    return isTold ? TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime()) : 0;
  }

  private static long allocatedSoFar() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  private static long peakSoFar() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines.filter(line -> line.startsWith(PEAK)).mapToLong(Usage::bytes).sum();
    } catch (IOException e) {
      return Runtime.getRuntime().totalMemory();
    }
  }

  /** Reads a line such as {@code VmHWM: 12345 kB}. */
  private static long bytes(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
  }
}
