package dev.serin.cli.rollout;

/** What the tests of a roll-out ask, by their letters. */
final class Questions {
  private Questions() {}

  static String of(String test) {
    return switch (test) {
      case "E1" -> "the canary fails more often than is allowed";
      case "E2" -> "the canary fails more often than the current version";
      case "L" -> "the canary is slower on live requests";
      case "P" -> "the canary is slower on the same inputs";
      case "Q" -> "the canary is wrong more often";
      case "D" -> "the canary predicts differently";
      case "S" -> "requests are not shared as wanted";
      case "F" -> "the current version fails too often as well";
      case "G" -> "the canary fails rarely enough to be promoted";
      default -> "";
    };
  }
}
