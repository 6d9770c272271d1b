package dev.serin.runtime.sklearn.text;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The vectorisers and hashers of {@code sklearn.feature_extraction}. */
public final class TextFamily implements Family {
  private static final String ROOM = "sklearn.feature_extraction.";
  private static final Set<String> TEXT = Set.of(ROOM + "text");
  private static final Set<String> DICT =
      Set.of(ROOM + "dict_vectorizer", ROOM + "_dict_vectorizer");
  private static final Set<String> HASH = Set.of(ROOM + "hashing", ROOM + "_hash");
  private static final Set<String> MATRICES =
      Set.of("csr_matrix", "dia_matrix", "csc_matrix", "csr_array", "dia_array");

  @Override
  public List<Recipe> recipes() {
    return List.of(
        new Recipe("DictVectorizer", DICT, "record terms", Records::terms),
        new Recipe("FeatureHasher", HASH, "hashed records", Records::hashed),
        new Recipe("CountVectorizer", TEXT, "term counts", Vectorizer::counts),
        new Recipe("TfidfVectorizer", TEXT, "weighed term counts", Vectorizer::weighed),
        new Recipe("TfidfTransformer", TEXT, "weights", (state, _) -> Weighting.of(state)),
        new Recipe("HashingVectorizer", TEXT, "hashed terms", HashedTexts::of));
  }

  /** The matrices in which releases up to 1.3 kept the weights. */
  @Override
  public Map<String, Set<String>> inert() {
    return Map.of(
        "scipy.sparse.csr", MATRICES,
        "scipy.sparse._csr", MATRICES,
        "scipy.sparse.dia", MATRICES,
        "scipy.sparse._dia", MATRICES);
  }
}
