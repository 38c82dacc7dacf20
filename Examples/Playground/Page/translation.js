import { described, events } from "./events.js";

const element = id => document.getElementById(id);

/** A French sentence, its translation and the alignment of both. */
export function startTranslation(state) {
  const [form, sentence, button, status, translated, alignment] =
    ["translate", "sentence", "translate-button", "translation-status", "translated", "alignment"].map(element);
  let running = null;

  button.disabled = sentence.disabled = !state.translator.available;
  form.addEventListener("submit", event => {
    event.preventDefault();
    translate();
  });
  if (state.translator.available)
    translate();

  async function translate() {
    running?.abort();
    const own = running = new AbortController();
    say("Translating …");
    try {
      for await (const [name, data] of events("api/translate", { sentence: sentence.value }, own.signal)) {
        if (own !== running)
          return;
        if (name === "sentence")
          begin(data);
        else if (name === "word")
          add(data);
        else
          say(data.reason === "complete" ? `${alignment.tBodies[0].rows.length} steps of the decoder.` : "The server stopped the translation.", data.reason !== "complete");
      }
    } catch (problem) {
      const text = described(problem);
      if (own === running && text !== null) {
        clear();
        say(text, true);
      }
    }
  }

  function clear() {
    translated.textContent = "";
    alignment.replaceChildren();
    alignment.hidden = true;
  }

  function begin({ source, text }) {
    clear();
    translated.textContent = text;
    const head = alignment.createTHead().insertRow();
    head.append(document.createElement("td"));
    for (const word of source) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = word;
      head.append(cell);
    }
    alignment.createTBody();
    alignment.hidden = false;
  }

  function add({ word, weights }) {
    const row = alignment.tBodies[0].insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = word;
    row.append(head);
    for (const weight of weights) {
      const cell = row.insertCell();
      cell.style.setProperty("--weight", weight);
      cell.title = `${(100 * weight).toFixed(1)}%`;
    }
  }

  function say(text, problem = false) {
    status.textContent = text;
    status.classList.toggle("problem", problem);
  }
}
