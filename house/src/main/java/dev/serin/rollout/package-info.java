/**
 * Says what a roll-out is, by which rules it is judged, and what its counts prove. Policies,
 * timelines and tallies come in; findings and verdicts go out, the same for the same input, bit for
 * bit. What is done about them is the business of {@code rollout.control}.
 */
package dev.serin.rollout;
