/**
 * Keeps the trees of LightGBM and XGBoost in one flat form that is walked without branches. Trees
 * as their libraries number them come in, checked once; sums of leaf values for rows of numbers go
 * out, in the precision and the order of the library.
 */
package dev.serin.kernel.boosting;
