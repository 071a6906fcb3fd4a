package io.github.multipaxos.testkit.scenario;

import java.util.List;

/**
 * Two lists of lines side by side.
 *
 * @param text common lines, those expected only with {@code -}, those that happened only with
 *     {@code +}
 * @param firstDifference how many lines are equal before the first that is not
 */
record Diff(String text, int firstDifference) {

  static Diff of(List<String> expected, List<String> happened) {
    int[][] common = commonAfter(expected, happened);
    StringBuilder text = new StringBuilder();
    int i = 0;
    int j = 0;
    while (i < expected.size() || j < happened.size()) {
      boolean isLeft = i < expected.size();
      boolean isRight = j < happened.size();
      if (isLeft && isRight && expected.get(i).equals(happened.get(j))) {
        append(text, "    ", expected.get(i++));
        j++;
      } else if (isLeft && (!isRight || common[i + 1][j] >= common[i][j + 1])) {
        append(text, "  - ", expected.get(i++));
      } else {
        append(text, "  + ", happened.get(j++));
      }
    }
    return new Diff(text.toString(), commonBefore(expected, happened));
  }

  private static void append(StringBuilder text, String mark, String line) {
    text.append(mark).append(line).append('\n');
  }

  private static int commonBefore(List<String> expected, List<String> happened) {
    int common = 0;
    while (common < Math.min(expected.size(), happened.size())
        && expected.get(common).equals(happened.get(common))) {
      common++;
    }
    return common;
  }

  /** Counts, for every pair of positions, the lines in common from there on. */
  private static int[][] commonAfter(List<String> expected, List<String> happened) {
    int[][] common = new int[expected.size() + 1][happened.size() + 1];
    for (int i = expected.size() - 1; i >= 0; i--) {
      for (int j = happened.size() - 1; j >= 0; j--) {
        common[i][j] =
            expected.get(i).equals(happened.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
