import { startText } from "./text.js";
import { startDigits } from "./digits.js";
import { startTranslation } from "./translation.js";

const element = id => document.getElementById(id);

function describe(target, model, text) {
  target.textContent = text;
  if (!model.embedded)
    return;
  const command = document.createElement("code");
  command.textContent = model.command;
  target.append(" For a model of your own, run ", command, " and start the server again.");
}

async function start() {
  const response = await fetch("api/models");
  if (!response.ok)
    throw new Error((await response.json().catch(() => null))?.error ?? `The server answered with status ${response.status}.`);
  const state = await response.json();
  describe(element("text-model"), state.text, `Model “${state.text.name}” on Shakespeare’s plays, ${[...state.characters].length} characters${state.text.embedded ? "; a small one that comes with the server." : "."}`);
  describe(element("digit-model"), state.digits, `A GRU with ${state.units} units, trained on MNIST${state.digits.embedded ? "; it comes with the server." : "."}`);
  describe(element("translation-model"), { embedded: !state.translator.available, command: state.translator.command }, state.translator.available ? `A translator of the examples, with attention; beam search with 5 hypotheses, sentences of up to ${state.limits.sentence} words.` : "The server has no translator.");
  element("limits").textContent = `Limits: ${state.limits.prompt.toLocaleString("en")} typed and ${state.limits.text.toLocaleString("en")} generated characters, ${state.limits.seconds} seconds for a stream, ${state.streams.limitPerClient} streams at once for each visitor and ${state.streams.limit} for all.`;
  startText(state);
  startDigits();
  startTranslation(state);
  document.documentElement.dataset.ready = "yes";
}

start().catch(problem => {
  element("text-status").textContent = problem instanceof TypeError ? "The server cannot be reached. Reload the page." : problem.message;
  element("text-status").classList.add("problem");
});
