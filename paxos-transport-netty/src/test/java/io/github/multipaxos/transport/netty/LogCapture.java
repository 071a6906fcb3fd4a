package io.github.multipaxos.transport.netty;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Collects what the transport logs while a test runs. */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger logger =
      (Logger) LoggerFactory.getLogger("io.github.multipaxos.transport.netty");
  private final Level before = logger.getLevel();

  static LogCapture begin() {
    LogCapture capture = new LogCapture();
    capture.start();
    capture.logger.setLevel(Level.INFO);
    capture.logger.setAdditive(false);
    capture.logger.addAppender(capture);
    return capture;
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getLevel() + " " + event.getFormattedMessage());
  }

  List<String> lines(String containing) {
    return lines.stream().filter(line -> line.contains(containing)).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(before);
  }
}
