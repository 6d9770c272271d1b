/**
 * Classifiers that spread known labels over all training rows. Attributes of fitted ones come in;
 * classifiers that ask the rows around go out.
 */
package dev.serin.runtime.sklearn.propagation;
