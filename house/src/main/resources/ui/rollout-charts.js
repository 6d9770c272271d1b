// Drawings: latency of both arms, shares of predictions, evidence against its lines.
import { card, draw, make, picture, wide } from "./rollout-draw.js";
import { cumulated, functionBand } from "./rollout-math.js";
import * as state from "./rollout-state.js";

const HIGH = 220;
const LEFT = 44;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 26;
const MOST_CLASSES = 10;
const DECADES = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11];

/** The nanoseconds that the picture spans: all but the outermost thousandth of both arms. */
function span(all) {
  let low = Infinity;
  let high = 0;
  for (const steps of all) {
    const calls = steps.length ? steps[steps.length - 1][1] : 0;
    if (calls) {
      low = Math.min(low, steps.find((step) => step[1] > 0.001 * calls)[0]);
      high = Math.max(high, steps.find((step) => step[1] >= 0.999 * calls)[0]);
    }
  }
  return high ? [Math.max(1, low / 1.3), Math.max(high, low * 1.1) * 1.3] : undefined;
}

function scales([low, high]) {
  const right = wide() - RIGHT;
  const width = Math.log(high / low);
  const x = (nanos) => LEFT + ((right - LEFT) * Math.log(Math.max(nanos, 1) / low)) / width;
  const y = (part) => TOP + (HIGH - TOP - BOTTOM) * (1 - part);
  return { low, high, right, x, y, inside: (nanos) => Math.min(right, Math.max(LEFT, x(nanos))) };
}

function curve(steps, shift, { inside, right, y }) {
  const calls = steps[steps.length - 1][1];
  const part = (sum) => Math.min(1, Math.max(0, sum / calls + shift));
  let before = y(part(0));
  const points = [[LEFT, before]];
  for (const [nanos, sum] of steps) {
    const at = inside(nanos);
    const height = y(part(sum));
    if (height !== before) {
      points.push([at, before], [at, height]);
      before = height;
    }
  }
  points.push([right, before]);
  return points.map(([at, height]) => `${at.toFixed(1)},${height.toFixed(1)}`);
}

function arm(name, steps, scale) {
  const calls = steps.length ? steps[steps.length - 1][1] : 0;
  if (!calls) {
    return [];
  }
  const width = functionBand(calls);
  const around = [...curve(steps, width, scale), ...curve(steps, -width, scale).reverse()];
  return [
    draw("polygon", { class: `around ${name}`, points: around.join(" ") }),
    draw("polyline", { class: `line ${name}`, points: curve(steps, 0, scale).join(" ") }),
  ];
}

/** Round lengths at which the axis has lines: decades, with 2 and 5 where there are few. */
function marks(low, high) {
  const decades = DECADES.filter((mark) => mark > low && mark < high);
  if (decades.length > 2) {
    return decades;
  }
  const fine = DECADES.flatMap((mark) => [mark, 2 * mark, 5 * mark]);
  return fine.filter((mark) => mark > low && mark < high);
}

function axes(scale) {
  const across = [0, 0.5, 0.95, 1].map((part) => [
    draw("line", { class: "grid", x1: LEFT, x2: scale.right, y1: scale.y(part), y2: scale.y(part) }),
    draw(
      "text",
      { x: LEFT - 6, y: scale.y(part) + (part === 0.95 ? 11 : 4), "text-anchor": "end" },
      `${part * 100} %`,
    ),
  ]);
  const down = marks(scale.low, scale.high).map((nanos) => [
    draw("line", { class: "grid", x1: scale.x(nanos), x2: scale.x(nanos), y1: TOP, y2: HIGH - BOTTOM }),
    draw(
      "text",
      { x: scale.x(nanos), y: HIGH - 8, "text-anchor": "middle" },
      state.duration(nanos).replace(/\.0+ /, " "),
    ),
  ]);
  return [...across, ...down].flat();
}

/** What a colour and a dash mean. */
export function legend() {
  return make(
    "p",
    { class: "legend" },
    make("span", { class: "key current" }, "current"),
    " ",
    make("span", { class: "key canary" }, "canary"),
  );
}

/** Both distribution functions of latency, with the bands in which they lie. */
export function latencyPart(rollout) {
  const buckets = rollout.latency?.buckets ?? [];
  const [current, canary] = [cumulated(buckets, 1), cumulated(buckets, 2)];
  const whole = span([current, canary]);
  if (!whole) {
    return undefined;
  }
  const scale = scales(whole);
  const ratio = state.number(rollout.effects?.latencyRatio);
  const title = "Part of the calls that took at most so long, current and canary";
  return card(
    "latency",
    "Latency",
    picture(
      wide(),
      HIGH,
      title,
      ...axes(scale),
      ...arm("current", current, scale),
      ...arm("canary", canary, scale),
    ),
    legend(),
    make("p", {}, ratio ? `the canary's quantiles are at most ${ratio.toFixed(2)} times as long` : ""),
  );
}

function share(name, part) {
  const fill = make("span", { class: name });
  fill.style.width = `${100 * part}%`;
  return make(
    "span",
    { class: "pair" },
    make("span", { class: "bar", role: "img", "aria-label": `${name} ${state.percent(part)}` }, fill),
    make("span", { class: "figure" }, state.percent(part)),
  );
}

/** A class as it is told: the bounds of a bin of numbers in four digits. */
function short(name) {
  return name.replace(/-?\d+\.\d{3,}(?:E-?\d+)?/g, (digits) => String(Number(Number(digits).toPrecision(4))));
}

/** Bins of numbers from small to large; other classes stay in the order of their names. */
function ordered(classes) {
  const low = (one) => {
    const bin = /^(≤|>) (-?[\d.]+(?:E-?\d+)?)/.exec(String(one.name));
    return bin ? [Number(bin[2]), bin[1] === "≤" ? 0 : 1] : undefined;
  };
  const lows = new Map(classes.map((one) => [one, low(one)]));
  const bins = classes.every((one) => lows.get(one) !== undefined);
  const before = (a, b) => lows.get(a)[0] - lows.get(b)[0] || lows.get(a)[1] - lows.get(b)[1];
  return bins ? [...classes].sort(before) : classes;
}

/** The classes with the largest share of either arm; the rest is one of its own. */
function shares(classes) {
  const of = (one, column) => state.number(one[column]) ?? 0;
  const sums = ["current", "canary"].map((column) =>
    classes.reduce((sum, one) => sum + of(one, column), 0),
  );
  const all = classes.map((one) => ({
    name: String(one.name),
    parts: ["current", "canary"].map((column, at) => (sums[at] ? of(one, column) / sums[at] : 0)),
  }));
  if (all.length <= MOST_CLASSES) {
    return all;
  }
  all.sort((a, b) => Math.max(...b.parts) - Math.max(...a.parts));
  const rest = all.slice(MOST_CLASSES - 1);
  const parts = [0, 1].map((at) => rest.reduce((sum, one) => sum + one.parts[at], 0));
  return [...all.slice(0, MOST_CLASSES - 1), { name: `${rest.length} others`, parts }];
}

/** What both arms predict, side by side. */
export function classesPart(rollout) {
  const classes = Array.isArray(rollout.classes) ? rollout.classes : [];
  if (classes.length === 0) {
    return undefined;
  }
  const rows = shares(ordered(classes)).map((one) =>
    make(
      "div",
      { class: "class-row" },
      make("bdi", { class: "label", title: one.name }, short(one.name)),
      share("current", one.parts[0]),
      share("canary", one.parts[1]),
    ),
  );
  const figure = (value) => (state.number(value) === undefined ? "–" : value.toFixed(3));
  const { psi, jensenShannon } = rollout.effects ?? {};
  return card(
    "classes",
    "Predictions",
    ...rows,
    legend(),
    make("p", { "data-part": "shift" }, `PSI ${figure(psi)} · JS ${figure(jensenShannon)} bit`),
  );
}

/** One decimal, and no minus before a zero. */
function tenths(value) {
  return (Math.round(10 * value) / 10 + 0).toFixed(1);
}

function meter(name, words, test) {
  const value = state.number(test.logE);
  const line = state.number(test.threshold) ?? 1;
  const near = value === undefined ? 0 : Math.min(1.25, Math.max(0, value / line)) / 1.25;
  const fill = make("span", { class: name === "G" ? "good" : "evidence" });
  fill.style.width = `${100 * near}%`;
  const told = value === undefined ? "no evidence yet" : `${tenths(value)} of ${line.toFixed(1)}`;
  const fires = test.fires === true || (value !== undefined && value >= line);
  return make(
    "div",
    { class: "meter-row", "data-test": name, "data-fires": fires && "true" },
    make("span", { class: "label" }, make("strong", {}, name), ` ${words}`),
    make(
      "span",
      {
        class: "bar meter",
        role: "meter",
        "aria-label": `Evidence that ${words}`,
        "aria-valuemin": 0,
        "aria-valuemax": (line * 1.25).toFixed(2),
        "aria-valuenow": (near * line * 1.25).toFixed(2),
        "aria-valuetext": told,
      },
      fill,
    ),
    make("span", { class: "figure" }, told),
  );
}

/** One meter for each test: its evidence against the line from which it counts. */
export function testsPart(rollout) {
  const tests = rollout.tests ?? {};
  const known = Object.entries(state.TESTS).filter(([name]) => tests[name]);
  if (known.length === 0) {
    return undefined;
  }
  return card(
    "tests",
    "Evidence",
    make("p", { class: "hint" }, "Logarithms of e-values. At its line a test is decided."),
    ...known.map(([name, words]) => meter(name, words, tests[name])),
  );
}
