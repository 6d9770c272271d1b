/**
 * Reads LightGBM models: the text that every LightGBM writes, alone or inside of a pickle. Lines
 * come in; trees with the objective's link, as a booster, go out. Every key of the file is known
 * here, or the file is refused.
 */
package dev.serin.runtime.boosting.lightgbm;
