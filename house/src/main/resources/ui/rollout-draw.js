// Makes elements. Whatever comes from a model or a person is put in as text, never as markup.
const SVG = "http://www.w3.org/2000/svg";

/** Whether there is only a phone's width; it tells when that changes. */
export const narrow = matchMedia("(max-width: 30rem)");

function filled(element, attributes, parts) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...parts.filter((part) => part !== undefined && part !== null));
  return element;
}

/** An HTML element; parts are elements or texts. */
export function make(name, attributes = {}, ...parts) {
  return filled(document.createElement(name), attributes, parts);
}

/** An SVG element. */
export function draw(name, attributes = {}, ...parts) {
  return filled(document.createElementNS(SVG, name), attributes, parts);
}

/** How many units a picture is wide, so that its letters can be read on a phone too. */
export function wide() {
  return narrow.matches ? 300 : 480;
}

/** A picture of these units, as wide as its place; the title is read aloud. */
export function picture(width, height, title, ...parts) {
  return draw(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title },
    ...parts,
  );
}

/** A labelled section of the page. */
export function card(part, title, ...parts) {
  const id = `title-${part}`;
  return make(
    "section",
    { class: "part", "data-part": part, "aria-labelledby": id },
    make("h2", { id }, title),
    ...parts,
  );
}

/** Puts a text in only when it is another one, so that nothing is read aloud twice. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A table in a place of its own that scrolls when it is too wide. */
export function table(label, heads, rows) {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  return make(
    "div",
    { class: "wide", tabindex: 0, role: "region", "aria-label": label },
    make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)),
  );
}

/** A row of cells; the first one names it. */
export function row(name, ...cells) {
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, name),
    ...cells.map((cell) => make("td", {}, cell)),
  );
}

/** Whether an element says the same as another one. */
function same(one, other) {
  return one === other || one.isEqualNode(other);
}

/** A new part takes over where the old one was scrolled to and whether it had the focus. */
function replaced(old, fresh) {
  const [before, after] = [old, fresh].map((part) => part.querySelector(".wide"));
  const focused = before !== null && document.activeElement === before;
  const scrolled = before?.scrollLeft ?? 0;
  old.replaceWith(fresh);
  if (after !== null && scrolled > 0) {
    after.scrollLeft = scrolled;
  }
  if (after !== null && focused) {
    after.focus({ preventScroll: true });
  }
}

/** Makes a place hold these parts in this order; what says the same stays untouched. */
export function arrange(place, parts) {
  const old = new Map(Array.from(place.children, (child) => [child.dataset.part, child]));
  const names = new Set(parts.map((part) => part.dataset.part));
  old.forEach((child, name) => names.has(name) || child.remove());
  parts.forEach((part, index) => {
    const known = old.get(part.dataset.part);
    if (known && !same(known, part)) {
      replaced(known, part);
    }
    const stands = known && same(known, part) ? known : part;
    if (place.children[index] !== stands) {
      place.insertBefore(stands, place.children[index] ?? null);
    }
  });
}
