package dev.serin.serving.trial;

import dev.serin.base.ModelName;
import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Recorder;

/**
 * A trial as one image wants it, what is kept of it here, and where it is counted. {@code champion}
 * is the number of the version in place, 0 while there is none.
 */
record View(ModelName model, int champion, Trial trial, Running run, Recorder counts) {}
