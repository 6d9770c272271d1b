// What a roll-out's JSON means: words for states and tests, the countdown, numbers as texts.
const WORDS = {
  PENDING: "It was accepted and begins soon.",
  LOADING: "The candidate is being loaded; it gets no request yet.",
  WARMING: "The candidate answers warm-up calls; it gets no request yet.",
  SHADOW: "The candidate is asked what the current version answers; nobody sees its answers.",
  CANARY: "The candidate answers its part of the requests, and evidence is gathered.",
  PAUSED: "Somebody stopped the clock.",
  HELD: "The clock stands until the cause is gone or somebody decides.",
  PROMOTING: "The candidate takes over.",
  BAKING: "The candidate is the champion; the old version is kept warm for a way back.",
  ROLLING_BACK: "The candidate gets no request any more; its last calls end.",
  REVERTING: "The old version is back; the last calls of the candidate end.",
  COMPLETED: "The candidate is the champion for good.",
  ROLLED_BACK: "The old version answers everything.",
  FAILED: "The candidate never got a request.",
  SUPERSEDED: "A newer version took its place.",
};
const ENDED = new Set(["COMPLETED", "ROLLED_BACK", "FAILED", "SUPERSEDED"]);
const STANDING = new Set(["PAUSED", "HELD"]);
const RUNNING = new Set(["SHADOW", "CANARY", "BAKING"]);
const LONGEST_STEP = 2; // seconds; the server's own clock believes no longer silence

/** What the tests ask, in the order of the page. */
export const TESTS = {
  E1: "fails more often than is allowed",
  E2: "fails more often than the current version",
  L: "is slower on live requests",
  P: "is slower on the same inputs",
  Q: "is wrong more often",
  D: "predicts differently",
  S: "requests are not shared as wanted",
  F: "the current version fails too often as well",
  G: "fails rarely enough to be promoted",
};

export const ended = (rollout) => ENDED.has(rollout.state);
export const standing = (rollout) => STANDING.has(rollout.state);
export const split = (rollout) => rollout.state === "CANARY" || standing(rollout);

/** The sentence about a state, with the reason behind it when there is one. */
export function explained(rollout) {
  const words = WORDS[rollout.state] ?? "";
  const reason = rollout.reason?.text;
  return reason ? `${words} ${rollout.reason.code}: ${reason}` : words;
}

/** How good news a state is: good, bad, wait or busy. */
export function tone(state) {
  if (state === "COMPLETED" || state === "BAKING") {
    return "good";
  }
  if (["ROLLED_BACK", "ROLLING_BACK", "REVERTING", "FAILED"].includes(state)) {
    return "bad";
  }
  return STANDING.has(state) ? "wait" : "busy";
}

/** A number that was sent, or undefined; JSON has null for what is not finite. */
export function number(value) {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/**
 * The seconds until the decision, `silence` seconds after the server said so. The clock runs only
 * where the server's does: not while held or paused, and not through a long silence.
 */
export function secondsLeft(rollout, silence) {
  const left = number(rollout.secondsToDecision);
  if (left === undefined) {
    return undefined;
  }
  const passed = RUNNING.has(rollout.state) ? Math.min(Math.max(silence, 0), LONGEST_STEP) : 0;
  return Math.max(0, left - passed);
}

/** What the countdown counts, in words. */
export function countdownLabel(rollout, left) {
  if (ended(rollout)) {
    return "on its clock at the end";
  }
  if (standing(rollout)) {
    return "clock stopped, left to the decision";
  }
  if (rollout.state === "BAKING") {
    return "until the old version is let go";
  }
  if (!RUNNING.has(rollout.state)) {
    return "the clock has not begun";
  }
  if (rollout.state === "SHADOW") {
    return "left in the shadow";
  }
  return left === 0 ? "decides as soon as the evidence suffices" : "to the decision";
}

/** Seconds as 1:05 or 1:00:05. */
export function clock(seconds) {
  const whole = Math.ceil(seconds - 1e-9);
  const two = (value) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** A part as 2.9 %. */
export function percent(part) {
  if (part === undefined) {
    return "–";
  }
  const value = part * 100;
  const places = value > 0 && value < 0.095 ? 2 : 1;
  return `${value.toFixed(value >= 99.95 || value === 0 ? 0 : places)} %`;
}

/** Nanoseconds in the unit that suits them. */
export function duration(nanos) {
  if (nanos === undefined) {
    return "–";
  }
  for (const [size, unit] of [[1e9, "s"], [1e6, "ms"], [1e3, "µs"]]) {
    if (nanos >= size) {
      const value = nanos / size;
      return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;
    }
  }
  return `${Math.round(nanos)} ns`;
}

/** A count with its thousands apart. */
export function count(value) {
  return value === undefined ? "–" : value.toLocaleString("en");
}

/** A moment as people here write it, short. */
export function moment(text) {
  const at = new Date(text);
  return Number.isNaN(at.getTime())
    ? ""
    : at.toLocaleString([], { dateStyle: "short", timeStyle: "medium" });
}

/** A fact of the ledger as the page shows it, whatever way it came. */
export function fact(data, type, position) {
  const body = data.body ?? data;
  return {
    type: String(data.type ?? type),
    position: Number(data.position ?? data.seq ?? position) || 0,
    at: String(data.at ?? data.ts ?? body.at ?? ""),
    actor: String(data.actor ?? body.actor ?? ""),
    code: String(body.reason?.code ?? ""),
    text: String(body.reason?.text ?? (typeof body.reason === "string" ? body.reason : "")),
    forced: body.forced === true,
    weight: number(body.weight),
  };
}
