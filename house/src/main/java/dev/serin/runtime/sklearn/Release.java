package dev.serin.runtime.sklearn;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of scikit-learn, such as 1.6; behaviour changed only between such numbers. */
public record Release(int major, int minor) implements Comparable<Release> {
  /** Of a file that does not say. */
  public static final Release UNKNOWN = new Release(0, 0);

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\D.*)?");

  static Optional<Release> of(String text) {
    Matcher found = NUMBERS.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Release(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))));
  }

  /** Whether it is older than this one. */
  public boolean before(int otherMajor, int otherMinor) {
    return compareTo(new Release(otherMajor, otherMinor)) < 0;
  }

  @Override
  public int compareTo(Release other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }
}
