package dev.serin.runtime.savedmodel;

/** Where an operand comes from: which output of which call. */
public record Origin(Call call, int output) {}
