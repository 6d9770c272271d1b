/**
 * Keeps the arithmetic of tabular models in double precision: linear, trees, boosting, support
 * vectors. Plain arrays come in, checked once when a kernel is made; rows of numbers go out. It
 * knows no file format, and no prediction can loop or leave its arrays.
 */
package dev.serin.kernel;
