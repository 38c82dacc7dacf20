import { showBars } from "./bars.js";
import { described, events } from "./events.js";

const element = id => document.getElementById(id);
const Delay = 300; // milliseconds after the last key

/** The text that is typed, and its continuation. */
export function startText(state) {
  const [typed, mirrored, continuation, status, temperature, keep, toggle] =
    ["typed", "mirrored", "continuation", "text-status", "temperature", "keep", "continue"].map(element);
  const paper = typed.parentElement;
  let running = null;
  let timer = 0;

  typed.maxLength = state.limits.prompt;
  temperature.max = state.limits.temperature;
  showBars(element("next"), Array.from({ length: 8 }, () => ({ name: "", probability: 0 })));
  mirror();

  typed.addEventListener("input", () => {
    mirror();
    continuation.textContent = "";
    restart(Delay);
  });
  temperature.addEventListener("input", () => {
    element("temperature-value").value = Number(temperature.value).toFixed(2);
    restart(Delay);
  });
  toggle.addEventListener("click", () => running || timer ? stop("Stopped.") : restart(0));
  keep.addEventListener("click", () => {
    stop("");
    typed.value = (typed.value + continuation.textContent).slice(-state.limits.prompt);
    continuation.textContent = "";
    mirror();
    update();
    typed.focus();
    typed.setSelectionRange(typed.value.length, typed.value.length);
    restart(Delay);
  });
  element("empty").addEventListener("click", () => {
    stop("");
    typed.value = continuation.textContent = "";
    mirror();
    update();
    typed.focus();
  });
  paper.addEventListener("click", event => event.target === typed || typed.focus());
  update();
  restart(0);

  /** A line feed at the end of a textarea has a line of its own; in the copy it needs something after it. */
  function mirror() {
    mirrored.textContent = typed.value;
  }

  function update() {
    const busy = running !== null || timer !== 0;
    toggle.textContent = busy ? "Stop" : "Continue";
    paper.classList.toggle("running", running !== null);
    keep.disabled = continuation.textContent === "";
  }

  function say(text, problem = false) {
    status.textContent = text;
    status.classList.toggle("problem", problem);
  }

  function stop(text) {
    clearTimeout(timer);
    timer = 0;
    running?.abort();
    running = null;
    say(text);
    update();
  }

  function restart(delay) {
    stop("");
    timer = setTimeout(run, delay);
    update();
  }

  async function run() {
    timer = 0;
    const own = running = new AbortController();
    continuation.textContent = "";
    update();
    try {
      let count = 0;
      for await (const [name, data] of events("api/text", { prompt: typed.value, temperature: Number(temperature.value) }, own.signal)) {
        if (running !== own)
          return;
        if (name === "character") {
          append(data.text);
          count += data.text === "" ? 0 : 1;
          showBars(element("next"), data.next.map(named));
        } else if (name === "end") {
          say(data.reason === "complete" ? `${count} characters.` : data.reason === "time-out" ? `The time of a stream is over, after ${count} characters.` : "The server stops.");
        }
      }
    } catch (problem) {
      if (running === own && described(problem))
        say(described(problem), true);
    } finally {
      if (running === own) {
        running = null;
        update();
      }
    }
  }

  function append(text) {
    const follows = paper.scrollHeight - paper.scrollTop - paper.clientHeight < 40;
    continuation.append(text);
    keep.disabled = continuation.textContent === "";
    if (follows)
      paper.scrollTop = paper.scrollHeight;
  }
}

function named({ character, probability }) {
  const name = { "\n": "line", " ": "space", "\t": "tab" }[character];
  return { name: name ?? character, special: name !== undefined, probability };
}
