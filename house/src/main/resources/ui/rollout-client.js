// Talks to the server: JSON calls, and a stream of events that finds its way back.
const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const SILENCE = 15_000;
const LARGEST_EVENT = 1 << 24; // a decision carries all that it follows from

const ahead = { millis: 0 };

/** The server's time of day in milliseconds, within a second; this machine's may be wrong. */
export function now() {
  return Date.now() + ahead.millis;
}

function heardAt(answer) {
  const theirs = Date.parse(answer.headers.get("Date") ?? "");
  if (!Number.isNaN(theirs)) {
    const off = theirs - Date.now();
    ahead.millis = Math.abs(off) < 1_500 ? 0 : off;
  }
}

/** What the server answered to a call that it did not do. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.error || `status ${status}`);
    this.status = status;
    this.code = body.code || "";
    this.list = Array.isArray(body.reasons) ? body.reasons.map(String) : [];
  }
}

/** One call; without an answer that is JSON the status alone tells what happened. */
export async function call(method, path, body, revision) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (revision !== undefined) {
    headers["If-Match"] = `"${revision}"`;
  }
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await fetch(path, { method, headers, cache: "no-store", body: text }).catch(() => {
    throw new Problem(0, { detail: "no connection to the server" });
  });
  heardAt(answer);
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Problem(answer.status, json);
  }
  return json;
}

export const modelPath = (model) => `/serin/v1/models/${encodeURIComponent(model)}`;
export const rolloutPath = (id) => `/serin/v1/rollouts/${encodeURIComponent(id)}`;

/** Cuts a stream of server-sent events into {type, id, data}. */
class Cutter {
  #rest = "";
  #event = { type: "message", data: [] };

  /** Takes a piece of the stream and gives what ended in it. */
  take(piece) {
    if (this.#rest.length + piece.length > LARGEST_EVENT) {
      throw new Error("an event is too large");
    }
    if (!piece.includes("\n")) {
      this.#rest += piece;
      return [];
    }
    const lines = (this.#rest + piece).split(/\r?\n/);
    this.#rest = lines.pop();
    return lines.map((line) => this.#line(line)).filter((event) => event !== undefined);
  }

  #line(line) {
    if (line === "") {
      const event = this.#event;
      this.#event = { type: "message", data: [] };
      return event.data.length ? { ...event, data: event.data.join("\n") } : undefined;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") {
      this.#event.type = value;
    } else if (field === "id") {
      this.#event.id = value;
    } else if (field === "data") {
      this.#event.data.push(value);
    }
    return undefined;
  }
}

/**
 * Follows one roll-out: by its stream, after the last event that came; while there is no stream,
 * by asking again and again. Nothing is heard after `close`. `heard` has event(type, id, data), whole(rollout) and link(words).
 */
export class Feed {
  #path;
  #heard;
  #last = "0";
  #stop = new AbortController();

  constructor(id, heard) {
    this.#path = rolloutPath(id);
    this.#heard = heard;
  }

  /** Ends it for good. */
  close() {
    this.#stop.abort();
  }

  get #closed() {
    return this.#stop.signal.aborted;
  }

  /** Asks once, for what nothing follows any more. */
  async once() {
    await this.#ask();
  }

  async run() {
    let wait = SHORTEST_WAIT;
    while (!this.#closed) {
      const before = performance.now();
      await this.#stream().catch((broken) => this.#link(`no stream: ${broken.message}`));
      if (this.#closed) {
        return;
      }
      wait = performance.now() - before > LONGEST_WAIT ? SHORTEST_WAIT : wait;
      await this.#ask();
      await this.#pause(wait * (0.75 + Math.random() / 2));
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  }

  /** Ends when the stream ends, fails, or is silent too long. */
  async #stream() {
    const ending = new AbortController();
    const silence = { timer: setTimeout(() => ending.abort(), SILENCE) };
    try {
      const answer = await fetch(`${this.#path}/events`, {
        headers: { Accept: "text/event-stream", "Last-Event-ID": this.#last },
        cache: "no-store",
        signal: AbortSignal.any([ending.signal, this.#stop.signal]),
      });
      if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/event-stream")) {
        await answer.body?.cancel();
        return;
      }
      await this.#read(answer.body, () => {
        clearTimeout(silence.timer);
        silence.timer = setTimeout(() => ending.abort(), SILENCE);
      });
    } finally {
      clearTimeout(silence.timer);
    }
  }

  async #read(body, alive) {
    const cutter = new Cutter();
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      alive();
      for (const event of cutter.take(piece.value)) {
        this.#tell(event);
      }
      this.#link("live");
    }
  }

  #tell(event) {
    const data = JSON.parse(event.data);
    if (event.id) {
      this.#last = event.id;
    }
    if (event.type === "tick") {
      this.#heard.whole(data);
    } else {
      this.#heard.event(event.type, event.id, data);
    }
  }

  #link(words) {
    if (!this.#closed) {
      this.#heard.link(words);
    }
  }

  async #ask() {
    try {
      const whole = await call("GET", this.#path);
      const { events } = await call("GET", `${this.#path}/events?since=${this.#last}`);
      if (this.#closed) {
        return;
      }
      this.#heard.whole(whole);
      for (const event of events ?? []) {
        this.#last = String(event.position ?? this.#last);
        this.#heard.event(event.type, event.position, event);
      }
      this.#link("polling");
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      this.#link(problem.message);
    }
  }

  #pause(millis) {
    return new Promise((done) => setTimeout(done, millis));
  }
}
