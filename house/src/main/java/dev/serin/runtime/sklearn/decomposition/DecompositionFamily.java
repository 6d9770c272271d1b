package dev.serin.runtime.sklearn.decomposition;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The classes of {@code sklearn.decomposition}, {@code kernel_approximation}, {@code
 * cross_decomposition} and {@code random_projection}.
 */
public final class DecompositionFamily implements Family {
  private static final String ROOM = "sklearn.decomposition.";
  private static final String PROJECTION = "projection";

  @Override
  public Map<String, Set<String>> inert() {
    return Dense.inert();
  }

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    components(recipes);
    kernels(recipes);
    partial(recipes);
    return recipes;
  }

  private static void components(List<Recipe> all) {
    add(all, names("pca"), "PCA", PROJECTION, Projections::principal);
    add(all, names("incremental_pca"), "IncrementalPCA", PROJECTION, Projections::principal);
    add(all, names("truncated_svd"), "TruncatedSVD", PROJECTION, Projections::plain);
    add(all, names("fastica", "fastica_"), "FastICA", PROJECTION, Projections::independent);
    add(all, names("factor_analysis"), "FactorAnalysis", PROJECTION, Projections::factors);
    for (String type : List.of("SparsePCA", "MiniBatchSparsePCA")) {
      all.add(new Recipe(type, names("sparse_pca"), PROJECTION, Projections::sparse));
    }
    add(all, names("nmf"), "NMF", "non-negative factors", Factors::whole);
    add(all, names("nmf"), "MiniBatchNMF", "non-negative factors", Factors::inBatches);
    add(all, names("online_lda", "lda"), "LatentDirichletAllocation", "topics", Topics::of);
    Set<String> dictionary = names("dict_learning");
    for (String type : List.of("DictionaryLearning", "MiniBatchDictionaryLearning")) {
      add(all, dictionary, type, "sparse code", Codes::learned);
    }
    add(all, dictionary, "SparseCoder", "sparse code", Codes::given);
    Set<String> random = Set.of("sklearn.random_projection");
    for (String type : List.of("GaussianRandomProjection", "SparseRandomProjection")) {
      add(all, random, type, PROJECTION, Projections::plain);
    }
  }

  private static void kernels(List<Recipe> all) {
    String space = "kernel space";
    all.add(new Recipe("KernelPCA", names("kernel_pca"), space, KernelSpaces::principal));
    all.add(
        new Recipe(
            "KernelCenterer",
            Set.of("sklearn.preprocessing.data", "sklearn.preprocessing._data"),
            space,
            KernelSpaces::centerer));
    Set<String> near = Set.of("sklearn.kernel_approximation");
    all.add(new Recipe("Nystroem", near, space, KernelSpaces::nystroem));
    all.add(new Recipe("PolynomialCountSketch", near, "tensor sketch", Sketch::of));
    add(all, near, "RBFSampler", "random features", Samplers::gaussian);
    add(all, near, "SkewedChi2Sampler", "random features", Samplers::skewed);
    add(all, near, "AdditiveChi2Sampler", "kernel samples", Samplers::additive);
  }

  private static void partial(List<Recipe> all) {
    String room = "sklearn.cross_decomposition.";
    Set<String> modules = Set.of(room + "pls_", room + "_pls", room + "cca_", room + "_cca");
    for (String type : List.of("PLSRegression", "PLSCanonical", "CCA")) {
      add(all, modules, type, "partial least squares", LeastSquares::of);
    }
    add(all, modules, "PLSSVD", "partial least squares", LeastSquares::vectors);
  }

  /** Modules of the room, with the leading underscore that they got with 0.22 and without. */
  private static Set<String> names(String... modules) {
    Set<String> names = new HashSet<>();
    for (String module : modules) {
      names.add(ROOM + module);
      names.add(ROOM + "_" + module);
    }
    return names;
  }

  private static void add(
      List<Recipe> all,
      Set<String> modules,
      String type,
      String mapsTo,
      Function<Attributes, Estimator> builder) {
    all.add(new Recipe(type, modules, mapsTo, (state, workshop) -> builder.apply(state)));
  }
}
