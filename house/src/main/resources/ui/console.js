// Lists the models and lets people activate and deactivate them. Whatever comes from a model is
// put in as text, never as markup.
const note = document.querySelector("#note");
const table = document.querySelector("table");
const rows = document.querySelector("tbody");

async function call(method, path) {
  const answer = await fetch(path, { method });
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.detail || body.error || answer.statusText);
  }
  return body;
}

function cell(row, text, style) {
  const part = row.insertCell();
  part.textContent = text;
  if (style) {
    part.className = style;
  }
  return part;
}

function state(model) {
  if (model.active) {
    return ["active", "active"];
  }
  if (model.refused) {
    return [`refused: ${model.refused.code}: ${model.refused.message} ${model.refused.remedy}`, "refused"];
  }
  return [model.wanted ? "loading" : "inactive", ""];
}

function inputs(model) {
  if (!model.signature) {
    return "";
  }
  const { columns, inputs: whole } = model.signature;
  return (columns.length ? columns : whole)
    .map((spec) => `${spec.name} ${spec.datatype}`)
    .join(", ");
}

/** The way to a model's roll-outs; a running one is told with its part of the requests. */
function way(row, model, running) {
  const place = row.insertCell();
  const link = document.createElement("a");
  link.href = `/rollouts/${encodeURIComponent(model.name)}`;
  link.textContent = running
    ? `running, ${Math.round(1000 * running.weight) / 10} % canary`
    : "roll-outs";
  link.className = running ? "running" : "";
  link.setAttribute("aria-label", `roll-outs of ${model.name}: ${link.textContent}`);
  place.append(link);
}

function show(model, running) {
  const row = rows.insertRow();
  cell(row, model.name);
  cell(row, ...state(model));
  cell(row, model.version || model.latest || "");
  cell(row, model.format || "");
  cell(row, inputs(model));
  way(row, model, running);
  const last = cell(row, "");
  if (model.latest) {
    const button = document.createElement("button");
    const wish = model.active ? "deactivate" : "activate";
    button.type = "button";
    button.textContent = wish;
    button.addEventListener("click", () => change(model, wish, button));
    last.append(button);
  }
}

async function change(model, wish, button) {
  button.disabled = true;
  try {
    await call("POST", `/serin/v1/models/${encodeURIComponent(model.name)}/${wish}`);
    await load();
  } catch (problem) {
    note.textContent = problem.message;
    button.disabled = false;
  }
}

async function load() {
  const [{ models }, { deployments }] = await Promise.all([
    call("GET", "/serin/v1/models"),
    call("GET", "/serin/v1/deployments"),
  ]);
  const running = new Map(
    deployments.filter((one) => one.rollout).map((one) => [one.model, one]),
  );
  rows.replaceChildren();
  models.forEach((model) => show(model, running.get(model.name)));
  table.hidden = models.length === 0;
  note.textContent = models.length === 0 ? "No models yet." : "";
}

load().catch((problem) => {
  note.textContent = problem.message;
});
