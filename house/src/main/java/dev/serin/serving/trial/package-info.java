/**
 * Keeps what this process does for each trial: it warms the candidate, draws which version answers
 * a call, fails over, mirrors and probes. What a roll-out wants comes in with the deployment image;
 * counts go out to the meter, and how the trial stands here. It decides nothing about the trial.
 */
package dev.serin.serving.trial;
