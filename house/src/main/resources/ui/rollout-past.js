// What was: the roll-outs of a model, what differs between two versions, and a new start.
import { card, make, say, table } from "./rollout-draw.js";
import { field, told } from "./rollout-actions.js";
import { call, modelPath } from "./rollout-client.js";
import * as state from "./rollout-state.js";

const MOST_ROWS = 100;
const MOST_LINES = 200;

/** A number of this page's own making that no other start has. */
function key() {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function flat(value, place, into) {
  if (value !== null && typeof value === "object") {
    for (const [name, part] of Object.entries(value)) {
      flat(part, place ? `${place}.${name}` : name, into);
    }
  } else {
    into.set(place, String(value));
  }
  return into;
}

/** The lines in which two descriptions differ: [place, one, other]. */
export function differences(one, other) {
  const [a, b] = [flat(one, "", new Map()), flat(other, "", new Map())];
  const places = [...new Set([...a.keys(), ...b.keys()])];
  return places
    .map((place) => [place, a.get(place) ?? "–", b.get(place) ?? "–"])
    .filter(([, left, right]) => left !== right);
}

function version(past, wanted) {
  return past.versions.find((one) => String(one.version) === String(wanted));
}

/** What differs between the versions of a roll-out. */
export function differencePart(past, rollout) {
  const [from, to] = [version(past, rollout.fromVersion), version(past, rollout.toVersion)];
  if (!from || !to) {
    return undefined;
  }
  const lines = differences(from, to).filter(([place]) => place !== "version");
  const rows = lines.slice(0, MOST_LINES).map(([place, left, right]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, place),
      make("td", { class: "old" }, make("del", {}, left)),
      make("td", { class: "new" }, make("ins", {}, right)),
    ),
  );
  const more = lines.length - rows.length;
  return card(
    "difference",
    `Version ${rollout.fromVersion} against ${rollout.toVersion}`,
    table("Differences", ["", `${rollout.fromVersion}`, `${rollout.toVersion}`], rows),
    more > 0 ? make("p", {}, `and ${more} more`) : undefined,
  );
}

function pastRow(rollout, shown) {
  const look = make(
    "a",
    { href: `#${encodeURIComponent(rollout.id)}`, "aria-current": shown && "true" },
    `${rollout.fromVersion ?? "–"} → ${rollout.toVersion}`,
  );
  const badge = make(
    "span",
    { class: "badge small", "data-tone": state.tone(rollout.state) },
    String(rollout.state).replaceAll("_", " "),
  );
  const reason = rollout.reason?.text ?? "";
  const length = state.number(rollout.evalSeconds);
  return make(
    "tr",
    {},
    make("td", {}, look),
    make("td", {}, badge),
    make("td", {}, state.moment(rollout.began)),
    make("td", {}, length === undefined ? "–" : state.clock(length)),
    make("td", { class: "text" }, reason),
  );
}

/** All roll-outs of a model, newest first; the address names the one that is shown. */
export function historyPart(rollouts, shown) {
  if (rollouts.length === 0) {
    return card("history", "History", make("p", {}, "There was no roll-out of this model yet."));
  }
  const heads = ["Versions", "State", "Began", "Clock", "Reason"];
  const rows = rollouts.slice(0, MOST_ROWS).map((one) => pastRow(one, one.id === shown));
  return card("history", "History", table("Roll-outs", heads, rows));
}

function policyOf(text) {
  if (text.trim() === "") {
    return undefined;
  }
  let policy;
  try {
    policy = JSON.parse(text);
  } catch (wrong) {
    throw new SyntaxError(`The policy is no JSON: ${wrong.message}`);
  }
  if (policy === null || typeof policy !== "object" || Array.isArray(policy)) {
    throw new SyntaxError("A policy is an object such as {\"window\": \"60s\"}");
  }
  return policy;
}

/** Starts a roll-out; it stays while the page is open, so that nothing typed is lost. */
export class StartForm {
  #model;
  #key = key();
  #versions = make("select", { name: "version", required: true });
  #policy = make("textarea", {
    name: "policy",
    rows: 4,
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "{\"window\": \"180s\", \"split\": 0.5}",
    "aria-describedby": "policy-hint",
  });
  #reason = make("textarea", { name: "reason", rows: 2, required: true, maxlength: 1000 });
  #problem = make("p", { class: "problem", role: "alert" });
  #go = make("button", { type: "submit", class: "go" }, "Start");
  element = card(
    "start",
    "Start a roll-out",
    make(
      "form",
      { "aria-label": "Start a roll-out" },
      field("Version", this.#versions),
      field("Policy as JSON (empty: the model's own)", this.#policy),
      make("p", { class: "hint", id: "policy-hint" }, "What is left out keeps its default."),
      field("Reason (stands in the audit)", this.#reason),
      this.#problem,
      this.#go,
    ),
  );

  constructor(model, started) {
    this.#model = model;
    this.element.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(started);
    });
  }

  /** Offers the versions that are not the champion, newest first. */
  show(past) {
    const champion = past.aliases.champion;
    const offered = past.versions
      .map((one) => String(one.version))
      .filter((one) => one !== String(champion))
      .sort((a, b) => Number(b) - Number(a));
    const now = Array.from(this.#versions.options, (option) => option.value);
    if (offered.join() !== now.join()) {
      this.#versions.replaceChildren(
        ...offered.map((one) => make("option", { value: one }, `version ${one}`)),
      );
    }
    this.#go.disabled = offered.length === 0;
    if (offered.length === 0) {
      say(this.#problem, "There is no other version to roll out.");
    } else if (now.length === 0) {
      say(this.#problem, "");
    }
  }

  async #send(started) {
    this.#go.disabled = true;
    try {
      const policy = policyOf(this.#policy.value);
      const body = { version: this.#versions.value, idempotencyKey: this.#key };
      body.reason = this.#reason.value.trim();
      if (body.reason === "") {
        throw new SyntaxError("A reason is needed; it stands in the audit.");
      }
      await call("POST", `${modelPath(this.#model)}/rollouts`, policy ? { ...body, policy } : body);
      this.#key = key();
      this.#reason.value = "";
      say(this.#problem, "");
      await started();
    } catch (problem) {
      say(this.#problem, problem instanceof SyntaxError ? problem.message : told(problem));
    } finally {
      this.#go.disabled = false;
    }
  }
}
