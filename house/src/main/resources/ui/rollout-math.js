// Bands that hold at every look, for people to see how sure a number is; decisions are the server's.
const ALPHA = 0.05;

function logGamma(x) {
  let shift = 0;
  let at = x;
  for (; at < 8; at += 1) {
    shift += Math.log(at);
  }
  const square = 1 / (at * at);
  const series = (1 / 12 - (1 / 360 - square / 1260) * square) / at;
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

function logBeta(a, b) {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

function crossing(inside, outside, excess) {
  let near = inside;
  let far = outside;
  for (let i = 0; i < 50; i += 1) {
    const middle = (near + far) / 2;
    if (excess(middle) < 0) {
      near = middle;
    } else {
      far = middle;
    }
  }
  return (near + far) / 2;
}

/**
 * The rates that so many failures of so many calls leave possible: the mixture of Robbins with a
 * Beta(1/2, 1/2) prior, 95 % at all times together.
 */
export function rateBand(failures, calls) {
  if (!calls) {
    return [0, 1];
  }
  const mixture = logBeta(failures + 0.5, calls - failures + 0.5) - logBeta(0.5, 0.5);
  const part = (count, rate) => (count === 0 ? 0 : count * Math.log(rate));
  const excess = (rate) =>
    mixture - part(failures, rate) - part(calls - failures, 1 - rate) + Math.log(ALPHA);
  const rate = failures / calls;
  return [
    failures === 0 ? 0 : crossing(rate, 0, excess),
    failures === calls ? 1 : crossing(rate, 1, excess),
  ];
}

/** Cumulated counts of one arm: [nanoseconds, calls at most so long]. */
export function cumulated(buckets, column) {
  let sum = 0;
  return buckets.map((bucket) => {
    sum += Number(bucket[column]) || 0;
    return [Number(bucket[0]) || 0, sum];
  });
}

/** The lower end of the bucket that holds this part of the calls; empty without calls. */
export function quantile(steps, part) {
  const all = steps.length ? steps[steps.length - 1][1] : 0;
  if (!all) {
    return undefined;
  }
  const wanted = Math.max(1, Math.ceil(part * all));
  return steps.find((step) => step[1] >= wanted)[0];
}

/**
 * A quantile with its band [low, middle, high]; an end that the calls do not bound is undefined
 * (Howard and Ramdas 2022, theorem 1).
 */
export function quantileBand(steps, part) {
  const calls = steps.length ? steps[steps.length - 1][1] : 0;
  const middle = quantile(steps, part);
  if (calls < 2) {
    return [undefined, middle, undefined];
  }
  const pace = (1.4 * Math.log(Math.log(2.1 * calls)) + Math.log(10 / ALPHA)) / calls;
  const wide = 1.5 * Math.sqrt(part * (1 - part) * pace) + 0.8 * pace;
  return [
    part - wide > 0 ? quantile(steps, part - wide) : undefined,
    middle,
    part + wide < 1 ? quantile(steps, part + wide) : undefined,
  ];
}

/** Half the height of the band around a whole distribution function (the same, corollary 2). */
export function functionBand(calls) {
  if (calls < 1) {
    return 1;
  }
  const width = Math.log(Math.log(Math.E * calls)) + 0.8 * Math.log(1612 / ALPHA);
  return Math.min(1, 0.85 * Math.sqrt(width / calls));
}
