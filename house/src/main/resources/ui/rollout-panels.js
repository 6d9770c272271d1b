// The parts that say how a roll-out stands: head, split, evidence, both arms, replicas.
import { card, make, row, say, table } from "./rollout-draw.js";
import { cumulated, quantileBand, rateBand } from "./rollout-math.js";
import * as state from "./rollout-state.js";

const MOST_REPLICAS = 50;
const ARMS = ["current", "canary"];

/** The badge, the reason in words and the countdown; it stays, its texts change. */
export class Head {
  #badge = make("span", { class: "badge", "data-part": "badge" });
  #versions = make("span", { "data-part": "versions" });
  #reason = make("p", { "data-part": "reason", role: "status" });
  #label = make("span", { class: "label", "data-part": "clock-label" });
  #clock = make("time", { role: "timer", "aria-live": "off", "data-part": "clock" });
  element = make(
    "section",
    { class: "part head", "data-part": "head", "aria-label": "State" },
    make("div", { class: "row" }, this.#badge, this.#versions),
    make("div", { class: "clock" }, this.#clock, this.#label),
    this.#reason,
  );

  show(rollout) {
    say(this.#badge, String(rollout.state).replaceAll("_", " "));
    this.#badge.dataset.tone = state.tone(rollout.state);
    const from = rollout.fromVersion ? `version ${rollout.fromVersion}` : "nothing";
    say(this.#versions, `${from} → version ${rollout.toVersion}`);
    say(this.#reason, state.explained(rollout));
  }

  /** The clock, so many seconds after the server said how it stands. */
  tick(rollout, silence) {
    const over = state.ended(rollout);
    const left = state.secondsLeft(rollout, silence);
    const seconds = over ? state.number(rollout.evalSeconds) : left;
    const still = state.standing(rollout);
    say(this.#clock, seconds === undefined ? "–:––" : state.clock(seconds));
    say(this.#label, state.countdownLabel(rollout, left));
    this.element.classList.toggle("still", still);
  }
}

function bar(label, canary, words) {
  const share = Math.min(1, Math.max(0, canary ?? 0));
  const part = make("span", { class: "canary" });
  part.style.width = `${100 * share}%`;
  return make(
    "div",
    { class: "bar-row" },
    make("span", { class: "label" }, label),
    make("span", { class: "bar", role: "img", "aria-label": `${label}: ${words}` }, part),
    make("span", { class: "figure" }, words),
  );
}

function srm(test) {
  const near = test ? state.number(test.logE) / test.threshold : undefined;
  if (near === undefined || Number.isNaN(near)) {
    return ["none", "not tested yet"];
  }
  if (near >= 1) {
    return ["bad", "requests are not shared as wanted"];
  }
  return near >= 0.5 ? ["wait", "the share looks odd"] : ["good", "the share is as wanted"];
}

/** Wanted and observed share, with a light for a mismatch. */
export function splitPart(rollout) {
  const given = rollout.split ?? {};
  const wanted = state.number(given.wanted) ?? state.number(rollout.weight);
  const seen = state.number(given.observed);
  const [light, words] = srm(rollout.tests?.S);
  return card(
    "split",
    "Split",
    bar("wanted", wanted, `${state.percent(wanted)} canary`),
    bar("observed", seen, seen === undefined ? "no calls yet" : `${state.percent(seen)} canary`),
    make(
      "p",
      { class: "light", "data-light": light, "data-part": "srm" },
      `${words} · ${state.count(state.number(given.calls) ?? 0)} calls`,
    ),
  );
}

/** How much of the evidence for a promotion is there. */
export function gatePart(rollout) {
  const have = state.number(rollout.gate?.have) ?? 0;
  const needed = state.number(rollout.gate?.needed) ?? 0;
  const words = `${have} of ${needed} calls`;
  const part = make("span", { class: have >= needed && needed > 0 ? "good" : "canary" });
  part.style.width = `${needed > 0 ? Math.min(100, (100 * have) / needed) : 0}%`;
  const kinds = { live: "live requests", mixed: "live requests and probes", probe_only: "probes" };
  const source = kinds[rollout.evidence];
  return card(
    "gate",
    "Evidence for a promotion",
    make(
      "span",
      {
        class: "bar",
        role: "progressbar",
        "aria-label": "Evidence",
        "aria-valuemin": 0,
        "aria-valuemax": Math.max(needed, have),
        "aria-valuenow": have,
        "aria-valuetext": words,
      },
      part,
    ),
    make(
      "p",
      {},
      make("strong", { "data-part": "gate-words" }, words),
      source ? ` · from ${source}` : "",
    ),
  );
}

function failures(arm) {
  const calls = state.number(arm.calls) ?? 0;
  const failed = state.number(arm.failures) ?? 0;
  const [low, high] = arm.band ?? rateBand(failed, calls);
  const rate = calls ? failed / calls : undefined;
  return [
    `${state.count(failed)} (${state.percent(rate)})`,
    calls ? banded(`${state.percent(low)} … ${state.percent(high)}`) : "",
  ];
}

function banded(words) {
  return make("small", { class: "band", title: "holds at every look, 95 %" }, words);
}

function between(low, high) {
  if (low === undefined) {
    return high === undefined ? "" : banded(`≤ ${state.duration(high)}`);
  }
  const from = state.duration(low);
  return banded(high === undefined ? `≥ ${from}` : `${from} … ${state.duration(high)}`);
}

function latency(steps, part, told) {
  const [low, middle, high] = quantileBand(steps, part);
  const shown = middle ?? told;
  if (shown === undefined) {
    return ["–"];
  }
  return [state.duration(shown), between(low, high)];
}

function cells(parts) {
  return make("span", {}, ...parts.flatMap((part, at) => (at ? [" ", part] : [part])));
}

/** Both arms side by side. */
export function armsPart(rollout) {
  const arms = ARMS.map((name) => rollout.arms?.[name] ?? {});
  const buckets = rollout.latency?.buckets ?? [];
  const steps = ARMS.map((_, at) => cumulated(buckets, at + 1));
  const each = (cell) => arms.map((arm, at) => cells(cell(arm, steps[at])));
  const rows = [
    row("Version", ...each((arm) => [arm.version ?? "–"])),
    row("Calls", ...each((arm) => [state.count(state.number(arm.calls))])),
    row("Failures", ...each(failures)),
  ];
  for (const part of [50, 95, 99]) {
    const told = (arm) => state.number(arm[`p${part}`]);
    rows.push(row(`p${part}`, ...each((arm, own) => latency(own, part / 100, told(arm)))));
  }
  rows.push(row("Failed over", ...each((arm) => [state.count(state.number(arm.failovers))])));
  const heads = ["", "current", "canary"];
  return card("arms", "Both arms", table("Both arms", heads, rows));
}

function replicaRow(replica, wanted) {
  const epoch = state.number(replica.epoch);
  const behind = replica.stale === true || epoch < wanted;
  const told = [replica.arrival, replica.code, replica.text];
  if (replica.braked) {
    told.push("stopped using the canary by itself");
  }
  const line = row(
    String(replica.name),
    told.filter(Boolean).join(" · "),
    epoch === undefined ? "–" : String(epoch),
    replica.stale ? "stale" : "fresh",
    state.count(state.number(replica.inFlight)),
  );
  line.classList.toggle("behind", behind);
  return line;
}

/** How each replica stands. */
export function replicasPart(rollout) {
  const all = rollout.replicas ?? [];
  if (all.length === 0) {
    return undefined;
  }
  const wanted = state.number(rollout.epochs?.at(-1)?.number);
  const heads = ["Replica", "Candidate", "Epoch", "Reports", "In flight"];
  const rows = all.slice(0, MOST_REPLICAS).map((replica) => replicaRow(replica, wanted));
  const more = all.length - rows.length;
  return card(
    "replicas",
    "Replicas",
    table("Replicas", heads, rows),
    more > 0 ? make("p", {}, `and ${more} more`) : undefined,
  );
}

/** The rules by which it is judged, as they were sent. */
export function policyPart(rollout) {
  return make(
    "details",
    { class: "part policy", "data-part": "policy" },
    make("summary", {}, "Policy"),
    make("pre", { tabindex: 0, "aria-label": "Policy" }, JSON.stringify(rollout.policy ?? {}, null, 2)),
  );
}
