// How a roll-out went: its weights step by step, and the facts of the audit as marks on them.
import { card, draw, make, picture, wide } from "./rollout-draw.js";
import { now } from "./rollout-client.js";
import { proof } from "./rollout-proof.js";
import * as state from "./rollout-state.js";

const HIGH = 110;
const LEFT = 44;
const RIGHT = 10;
const TOP = 14;
const BOTTOM = 22;
const MOST = 400;
const BAD = /ROLLED_BACK|ROLLBACK|FAILED|REVERTED|BRAKE|STALE|JUMP|ALERT/;
const WEIGHED = new Set(["CANARY_STARTED", "STEP"]);
const STANDING = /^(HELD|PAUSED|EXTENDED)$/;
const GOOD = /PROMOTED|PASSED|CLEARED|LOADED|WARMED/;

/** Keeps the newest facts of one roll-out, each once and in order. */
export class Facts {
  #list = [];

  add(fact) {
    const same = this.#list.some(
      (known) => known.position === fact.position && known.type === fact.type,
    );
    if (same) {
      return false;
    }
    this.#list.push(fact);
    this.#list.sort((a, b) => a.position - b.position);
    if (this.#list.length > MOST) {
      this.#list.splice(1, 1); // the first one says when it began
    }
    return true;
  }

  get all() {
    return this.#list;
  }
}

function kind(type) {
  if (BAD.test(type)) {
    return "bad";
  }
  if (STANDING.test(type)) {
    return "wait";
  }
  return GOOD.test(type) ? "good" : "plain";
}

function seconds(text) {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at / 1000;
}

/** From when to when, in seconds: the facts, and now while it runs. */
function bounds(rollout, facts) {
  const times = facts.map((fact) => seconds(fact.at)).filter((at) => at !== undefined);
  const began = seconds(rollout.began) ?? Math.min(...times);
  if (!Number.isFinite(began)) {
    return undefined;
  }
  const epochs = (rollout.epochs ?? []).map((epoch) => began + (state.number(epoch.from) ?? 0));
  const last = Math.max(began + 1, ...times, ...epochs);
  return { began, last: state.ended(rollout) ? last : Math.max(last, now() / 1000) };
}

function stretches(rollout, { began, last }) {
  const epochs = rollout.epochs ?? [];
  return epochs.map((epoch, at) => ({
    kind: String(epoch.kind ?? "").toLowerCase(),
    weight: Math.min(1, Math.max(0, state.number(epoch.weight) ?? 0)),
    from: began + (state.number(epoch.from) ?? 0),
    to: at + 1 < epochs.length ? began + (state.number(epochs[at + 1].from) ?? 0) : last,
  }));
}

function steps(all, x, y) {
  return all.flatMap((stretch) => {
    const left = x(stretch.from);
    const width = Math.max(0, x(stretch.to) - left);
    return [
      draw("rect", { class: `stretch ${stretch.kind}`, x: left, y: TOP, width, height: y(0) - TOP }),
      draw("line", {
        class: "weight",
        x1: left,
        x2: left + width,
        y1: y(stretch.weight),
        y2: y(stretch.weight),
      }),
    ];
  });
}

function mark(fact, x) {
  const at = seconds(fact.at);
  return at === undefined
    ? undefined
    : draw(
        "g",
        { class: `mark ${kind(fact.type)}` },
        draw("title", {}, `${fact.type} ${fact.text}`),
        draw("line", { x1: x(at), x2: x(at), y1: TOP, y2: HIGH - BOTTOM }),
        draw("circle", { cx: x(at), cy: TOP, r: 4 }),
      );
}

function axis(y, length) {
  const right = wide() - RIGHT;
  const label = (text, across, down, anchor) =>
    draw("text", { x: across, y: down, "text-anchor": anchor }, text);
  return [
    ...[0, 0.5, 1].map((part) => label(`${part * 100} %`, LEFT - 6, y(part) + 4, "end")),
    ...[0, 0.5, 1].map((part) =>
      draw("line", { class: "grid", x1: LEFT, x2: right, y1: y(part), y2: y(part) }),
    ),
    label("0:00", LEFT, HIGH - 6, "start"),
    label(state.clock(length), right, HIGH - 6, "end"),
  ];
}

function chart(rollout, facts) {
  const whole = bounds(rollout, facts);
  if (!whole) {
    return undefined;
  }
  const { began, last } = whole;
  const x = (at) => LEFT + ((wide() - LEFT - RIGHT) * (at - began)) / (last - began);
  const y = (part) => TOP + (HIGH - TOP - BOTTOM) * (1 - part);
  return picture(
    wide(),
    HIGH,
    "Weight of the canary over time, with the facts of the audit as marks",
    ...steps(stretches(rollout, whole), x, y),
    ...axis(y, last - began),
    ...facts.map((fact) => mark(fact, x)),
  );
}

/** One fact as a line of the list. */
export function line(fact) {
  const moved = WEIGHED.has(fact.type) && fact.weight !== undefined;
  const weight = moved ? ` to ${state.percent(fact.weight)}` : "";
  const words = [fact.forced ? "forced" : "", fact.code, fact.text].filter(Boolean).join(" · ");
  return make(
    "li",
    { "data-kind": kind(fact.type), "data-position": fact.position },
    make("time", { datetime: fact.at }, state.moment(fact.at)),
    " ",
    make("strong", {}, `${fact.type.replaceAll("_", " ")}${weight}`),
    fact.actor ? make("span", { class: "by" }, " by ", make("bdi", {}, fact.actor)) : "",
    words ? make("div", {}, words) : "",
  );
}

/** The part with the drawing, and below it the newest fact first; the list only grows. */
export class Timeline {
  #picture = make("div");
  #list = make("ol", { class: "facts", reversed: true, tabindex: 0, "aria-label": "Facts" });
  #newest = 0;
  element;

  /** Of the roll-out with this id. */
  constructor(id) {
    this.element = card("timeline", "Course", this.#picture, this.#list, proof(id));
  }

  show(rollout, facts) {
    const drawn = chart(rollout, facts);
    this.#picture.replaceChildren(...(drawn ? [drawn] : []));
    if (facts.length === this.#list.childElementCount && this.#newest === facts.at(-1)?.position) {
      return;
    }
    this.#newest = facts.at(-1)?.position ?? 0;
    this.#list.replaceChildren(...facts.map(line).reverse());
  }
}
