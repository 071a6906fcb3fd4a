package io.github.multipaxos.examples.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the README calls a quick start is code that is compiled and run. The Java block that follows
 * the comment {@code <!-- quickstart -->} is made of the marked parts of the example, word for word
 * and in order, with their indentation removed and an empty line between them.
 */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCES =
      Path.of("src/main/java/io/github/multipaxos/examples/counter");
  private static final Pattern QUOTED =
      Pattern.compile("<!-- quickstart -->\\s*```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern MARKED =
      Pattern.compile("// tag::quickstart\\n(.*?)// end::quickstart", Pattern.DOTALL);

  @Test
  void quotesTheExampleWordForWord() throws IOException {
    List<String> quoted = parts(QUOTED, README);
    List<String> marked = new ArrayList<>();
    marked.addAll(parts(MARKED, SOURCES.resolve("Counter.java")));
    marked.addAll(parts(MARKED, SOURCES.resolve("CounterExample.java")));

    assertThat(marked).hasSize(3);
    assertThat(quoted).containsExactly(String.join("\n\n", marked));
  }

  private static List<String> parts(Pattern pattern, Path file) throws IOException {
    List<String> parts = new ArrayList<>();
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      parts.add(matcher.group(1).stripIndent().strip());
    }
    return parts;
  }
}
