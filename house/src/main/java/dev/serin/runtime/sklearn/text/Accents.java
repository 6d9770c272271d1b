package dev.serin.runtime.sklearn.text;

import java.text.Normalizer;

/** How accents are taken off before a text is split. */
enum Accents {
  /** They stay. */
  KEPT {
    @Override
    String strip(String text) {
      return text;
    }
  },
  /** The compatible decomposition, of which only ASCII stays. */
  ASCII {
    @Override
    String strip(String text) {
      return filtered(decomposed(text), false);
    }
  },
  /** The compatible decomposition without combining characters. */
  UNICODE {
    @Override
    String strip(String text) {
      return ascii(text) ? text : filtered(decomposed(text), true);
    }
  },
  /** As {@link #UNICODE}, but up to 0.20 a text that was decomposed already stayed as it was. */
  UNICODE_UNLESS_DECOMPOSED {
    @Override
    String strip(String text) {
      String decomposed = decomposed(text);
      return decomposed.equals(text) ? text : filtered(decomposed, true);
    }
  };

  private static final int FIRST_MARK = 0x300;
  private static final int LAST_IN_ORDER = 0x345;

  abstract String strip(String text);

  private static String decomposed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD);
  }

  private static boolean ascii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static String filtered(String text, boolean wide) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(point -> wide ? !combining(point) : point < 0x80)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /**
   * Whether the canonical combining class is not 0. Java does not tell the class; but U+0345 has
   * the highest of all, so normalisation moves any other character that combines in front of it.
   */
  private static boolean combining(int point) {
    if (point < FIRST_MARK) {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK -> {
        String probe = Character.toString(LAST_IN_ORDER) + Character.toString(point);
        yield point == LAST_IN_ORDER
            || !Normalizer.normalize(probe, Normalizer.Form.NFD).equals(probe);
      }
      default -> false;
    };
  }
}
