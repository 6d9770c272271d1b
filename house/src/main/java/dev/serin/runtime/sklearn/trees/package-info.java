/**
 * Keeps scikit-learn's trees: single ones, forests, gradient boosting and its histogram form. The
 * states of fitted instances come in; checked estimators over the kernels go out. What their
 * boosting starts from, and what encodes their categories, is asked of the workshop.
 */
package dev.serin.runtime.sklearn.trees;
