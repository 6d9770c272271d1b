// The page of one model's roll-outs: follows the running one, shows the result of the last one.
import { Actions } from "./rollout-actions.js";
import { classesPart, latencyPart, testsPart } from "./rollout-charts.js";
import { call, Feed, modelPath, Problem, rolloutPath } from "./rollout-client.js";
import { arrange, make, narrow, say } from "./rollout-draw.js";
import { armsPart, gatePart, Head, policyPart, replicasPart, splitPart } from "./rollout-panels.js";
import { differencePart, historyPart, StartForm } from "./rollout-past.js";
import * as state from "./rollout-state.js";
import { Facts, Timeline } from "./rollout-timeline.js";

const LOOK = 5_000;
const TICK = 250;
const FAREWELL = 3_000;

const at = (id) => document.getElementById(id);

/** The model that the address names. */
function named() {
  const part = location.pathname.split("/").filter(Boolean).at(-1) ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** One roll-out on the page, from when it is looked at until another one is. */
class Shown {
  #head = new Head();
  #actions;
  #timeline;
  #facts = new Facts();
  #parts = make("div", { class: "parts" });
  #feed;
  #heard = performance.now();
  #waits = false;
  rollout;

  constructor(rollout, place, changed) {
    this.#actions = new Actions(changed);
    this.#timeline = new Timeline(rollout.id);
    place.replaceChildren(this.#head.element, this.#actions.element, this.#parts, policyPart(rollout));
    this.changed = changed;
    this.#whole(rollout);
    this.#link("");
    this.#feed = new Feed(rollout.id, {
      whole: (next) => this.#whole(next),
      event: (type, id, data) => this.#event(state.fact(data, type, id)),
      link: (words) => this.#link(words),
    });
    if (state.ended(rollout)) {
      this.#feed.once();
    } else {
      this.#feed.run();
    }
  }

  close() {
    this.#actions.close();
    this.#feed.close();
  }

  tick() {
    this.#head.tick(this.rollout, (performance.now() - this.#heard) / 1000);
  }

  /** Draws what came last; while nobody looks, that waits. */
  draw() {
    this.#waits = false;
    const rollout = this.rollout;
    this.#head.show(rollout);
    this.#actions.show(rollout);
    this.#timeline.show(rollout, this.#facts.all);
    const before = [splitPart, gatePart, armsPart, latencyPart, testsPart];
    const after = [classesPart, replicasPart];
    const drawn = (parts) => parts.map((part) => part(rollout)).filter(Boolean);
    arrange(this.#parts, [...drawn(before), this.#timeline.element, ...drawn(after)]);
    this.tick();
  }

  #later() {
    if (!this.#waits) {
      this.#waits = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  #whole(next) {
    const before = this.rollout;
    this.rollout = next;
    this.#heard = performance.now();
    this.#later();
    if (before && state.ended(next) && !state.ended(before)) {
      setTimeout(() => this.#feed.close(), FAREWELL); // until then the last fact has come
      this.#link("");
      this.changed();
    }
  }

  #event(fact) {
    if (this.#facts.add(fact)) {
      this.#later();
    }
  }

  #link(words) {
    say(at("link"), state.ended(this.rollout) ? "" : words);
  }
}

/** The page: what is shown of a model, and when to look again. */
class Board {
  #model = named();
  #shown;
  #start = new StartForm(this.#model, () => this.look());
  #looking = false;

  open() {
    say(at("model"), this.#model);
    document.title = `${this.#model} · roll-outs · Serin`;
    addEventListener("hashchange", () => this.look());
    addEventListener("visibilitychange", () => document.hidden || this.look());
    narrow.addEventListener("change", () => this.#shown?.draw());
    setInterval(() => document.hidden || this.look(), LOOK);
    setInterval(() => document.hidden || this.#shown?.tick(), TICK);
    this.look();
  }

  /** Asks what there is; a failure is told, and the next look may mend it. */
  async look() {
    if (this.#looking) {
      return;
    }
    this.#looking = true;
    try {
      const past = await call("GET", `${modelPath(this.#model)}/history`);
      say(at("note"), "");
      await this.#show(past, past.rollouts);
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      say(at("note"), problem.message);
    } finally {
      this.#looking = false;
    }
  }

  async #show(past, rollouts) {
    const asked = location.hash.slice(1);
    const active = rollouts.find((one) => !state.ended(one));
    const chosen = rollouts.find((one) => encodeURIComponent(one.id) === asked) ?? active ?? rollouts[0];
    at("live").hidden = !chosen;
    if (chosen && chosen.id !== this.#shown?.rollout.id) {
      const whole = await call("GET", rolloutPath(chosen.id));
      this.#shown?.close();
      this.#shown = new Shown(whole, at("live"), () => this.look());
    }
    this.#start.show(past);
    const difference = chosen ? differencePart(past, chosen) : undefined;
    const start = active ? undefined : this.#start.element;
    arrange(at("past"), [start, difference, historyPart(rollouts, chosen?.id)].filter(Boolean));
  }
}

new Board().open();
