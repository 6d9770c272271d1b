/**
 * Reads XGBoost models: JSON and UBJSON, alone or inside of a pickle. Bytes come in as a stream,
 * arrays of numbers are packed as they arrive; boosters in single precision go out, which add in
 * the order of the library.
 */
package dev.serin.runtime.boosting.xgboost;
