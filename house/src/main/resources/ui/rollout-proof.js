// Lets people see that the decisions of a roll-out follow from what was counted.
import { make, say } from "./rollout-draw.js";
import { told } from "./rollout-actions.js";
import { call, rolloutPath } from "./rollout-client.js";

function sentence(proof) {
  const decisions = proof.decisions ?? [];
  const same = decisions.filter((one) => one.same).length;
  const chain = proof.chain?.sound
    ? `the chain of all ${proof.chain.events} facts is unbroken`
    : `the chain is broken at ${proof.chain?.position}: ${proof.chain?.why}`;
  const computed = `${same} of ${decisions.length} automatic decisions follow from the counts`;
  return `${proof.valid ? "Proved" : "Not proved"}: ${chain}; ${computed}.`;
}

/** A button that has the audit of a roll-out checked, and a link that gives it away. */
export function proof(id) {
  const path = `${rolloutPath(id)}/audit`;
  const words = make("p", { role: "status", "data-part": "proof" });
  const button = make("button", { type: "button", "data-wish": "verify" }, "Verify the audit");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const answer = await call("GET", `${path}?verify=true`);
      words.className = answer.valid ? "new" : "problem";
      say(words, sentence(answer));
    } catch (problem) {
      words.className = "problem";
      say(words, told(problem));
    } finally {
      button.disabled = false;
    }
  });
  const file = make("a", { href: `${path}?format=jsonl`, download: true }, "as JSON lines");
  return make("div", { class: "proof" }, button, " ", file, words);
}
