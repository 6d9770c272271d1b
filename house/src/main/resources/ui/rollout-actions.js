// What people may do to a roll-out; each wish needs a reason, and says what it does before.
import { make, say } from "./rollout-draw.js";
import { call, modelPath, Problem, rolloutPath } from "./rollout-client.js";
import * as state from "./rollout-state.js";

const ACTIVE = ["PENDING", "LOADING", "WARMING", "SHADOW", "CANARY", "PAUSED", "HELD", "BAKING"];
const WISHES = [
  {
    name: "pause",
    label: "Pause",
    states: ["CANARY", "SHADOW"],
    does: () => "The clock stops; what was counted stays.",
  },
  {
    name: "resume",
    label: "Resume",
    states: ["PAUSED", "HELD"],
    does: () => "The clock runs on; what was counted stays.",
  },
  {
    name: "promote",
    label: "Promote",
    states: ["CANARY", "PAUSED", "HELD"],
    does: (rollout) =>
      open(rollout)
        ? `Version ${rollout.toVersion} takes over at once.`
        : `There are ${words(rollout)}: not enough to be sure. Only by force does version ` +
          `${rollout.toVersion} take over now, and the audit will say so.`,
  },
  {
    name: "rollback",
    label: "Roll back",
    states: ACTIVE,
    does: (rollout) =>
      rollout.state === "BAKING"
        ? `Version ${rollout.fromVersion ?? "–"} becomes the champion again, at once.`
        : `Version ${rollout.toVersion} gets no request any more, at once.`,
  },
  {
    name: "weight",
    label: "Weight",
    states: ["CANARY", "PAUSED", "HELD"],
    does: () => "The canary gets this part of the requests from now on.",
  },
  {
    name: "revert",
    label: "Revert",
    states: ["COMPLETED"],
    does: (rollout) => `Version ${rollout.fromVersion} becomes the champion again, at once.`,
  },
];

function words(rollout) {
  return `${rollout.gate?.have ?? 0} of ${rollout.gate?.needed ?? 0} calls`;
}

function open(rollout) {
  if (typeof rollout.gate?.open === "boolean") {
    return rollout.gate.open;
  }
  const needed = state.number(rollout.gate?.needed) ?? 0;
  return needed > 0 && (state.number(rollout.gate?.have) ?? 0) >= needed;
}

function possible(wish, rollout) {
  const reverts = wish.name !== "revert" || Boolean(rollout.fromVersion);
  return reverts && wish.states.includes(rollout.state);
}

function sent(wish, rollout, form) {
  const body = { reason: form.reason };
  const own = rolloutPath(rollout.id);
  if (wish.name === "revert") {
    return call("POST", `${modelPath(rollout.model)}/revert`, {
      toVersion: rollout.fromVersion,
      ...body,
    });
  }
  if (wish.name === "weight") {
    const weight = form.weight / 100;
    return call("PATCH", `${own}/weight`, { weight, ...body }, rollout.revision);
  }
  for (const name of form.checked) {
    body[name] = true;
  }
  return call("POST", `${own}/${wish.name}`, body, rollout.revision);
}

/** What a problem says to the person who caused it. */
export function told(problem) {
  if (!(problem instanceof Problem)) {
    throw problem;
  }
  if (problem.status === 0) {
    return "The server cannot be reached. Nothing is known to have changed.";
  }
  if (problem.status === 412) {
    return "The roll-out changed meanwhile. Look at it again, then repeat this if it still holds.";
  }
  return problem.list.length ? problem.list.join("\n") : problem.message;
}

/** A labelled field; the label is a text of ours. */
export function field(label, input) {
  return make("label", { class: "field" }, make("span", {}, label), input);
}

/** The boxes of a wish: what has to be said twice, or may be said as well. */
function checks(wish, rollout) {
  const box = (name, label, required) => {
    const input = make("input", { type: "checkbox", name, required });
    make("label", { class: "check" }, input, label);
    return input;
  };
  if (wish.name === "promote" && !open(rollout)) {
    return [box("force", "by force", true)];
  }
  return wish.name === "pause" ? [box("drain", "no requests for the canary meanwhile", false)] : [];
}

/** The buttons, and the dialog in which a reason is given. */
export class Actions {
  #buttons = new Map();
  #dialog;
  #rollout;
  #done;
  element = make("div", { class: "actions", role: "group", "aria-label": "Actions" });

  /** `done` is told after each wish that was granted. */
  constructor(done) {
    this.#done = done;
    for (const wish of WISHES) {
      const button = make("button", { type: "button", "data-wish": wish.name }, `${wish.label} …`);
      button.addEventListener("click", () => this.#ask(wish));
      this.#buttons.set(wish, button);
      this.element.append(button);
    }
  }

  show(rollout) {
    this.#rollout = rollout;
    for (const [wish, button] of this.#buttons) {
      button.hidden = !possible(wish, rollout);
    }
    this.element.hidden = WISHES.every((wish) => !possible(wish, rollout));
  }

  /** Leaves nothing open behind. */
  close() {
    this.#dialog?.close();
  }

  #ask(wish) {
    const seen = { rollout: this.#rollout };
    const fields = this.#fields(wish, seen.rollout);
    const problem = make("p", { class: "problem", role: "alert" });
    const go = make("button", { type: "submit", class: "go" }, wish.label);
    const back = make("button", { type: "button" }, "Cancel");
    const form = make(
      "form",
      {},
      make("h2", { id: "dialog-title" }, `${wish.label}?`),
      make("p", {}, wish.does(seen.rollout)),
      ...fields.parts,
      problem,
      make("div", { class: "actions" }, back, go),
    );
    const dialog = make("dialog", { "aria-labelledby": "dialog-title" }, form);
    back.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.#dialog = undefined;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go.disabled = true;
      this.#send(wish, seen, fields.values(), dialog, problem).finally(() => {
        go.disabled = false;
      });
    });
    this.#dialog = dialog;
    document.body.append(dialog);
    dialog.showModal();
    fields.first.focus();
  }

  async #send(wish, seen, values, dialog, problem) {
    if (values.reason === "") {
      say(problem, "A reason is needed; it stands in the audit.");
      return;
    }
    try {
      await sent(wish, seen.rollout, values);
      dialog.close();
      this.#done();
    } catch (failure) {
      say(problem, told(failure));
      seen.rollout = this.#rollout;
    }
  }

  #fields(wish, rollout) {
    const reason = make("textarea", { name: "reason", rows: 2, required: true, maxlength: 1000 });
    const boxes = checks(wish, rollout);
    const parts = [field("Reason (stands in the audit)", reason), ...boxes.map((box) => box.parentElement)];
    const weight = make("input", {
      type: "number",
      name: "weight",
      min: 0,
      max: 100,
      step: "any",
      required: true,
      value: Math.round(1000 * (state.number(rollout.weight) ?? 0)) / 10,
    });
    if (wish.name === "weight") {
      parts.unshift(field("Part of the requests in percent", weight));
    }
    return {
      parts,
      first: wish.name === "weight" ? weight : reason,
      values: () => ({
        reason: reason.value.trim(),
        checked: boxes.filter((box) => box.checked).map((box) => box.name),
        weight: Number(weight.value),
      }),
    };
  }
}
