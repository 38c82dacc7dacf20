import { showBars } from "./bars.js";
import { described, events } from "./events.js";

const element = id => document.getElementById(id);
const Rows = 28;
const Brush = 20; // pixels of the canvas, 280 wide
const Delay = 350; // milliseconds after the last stroke
const Pace = 45; // milliseconds for a row

/** The digit that is drawn, and how it is read. */
export function startDigits() {
  const [canvas, status, slider, states, opinion, image, digit] = ["canvas", "digit-status", "row", "states", "opinion", "image", "digit"].map(element);
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let reading = null; // { pixels, rows } of the response
  let running = null;
  let timer = 0;
  let shown = 0; // rows that are shown
  let last = null; // the last point of a stroke
  let pen = null; // the pen of the keyboard: { x, y, down }

  element("erase").addEventListener("click", erase);
  slider.addEventListener("input", () => show(Number(slider.value)));
  for (const map of [states, opinion]) {
    map.addEventListener("pointermove", event => {
      if (reading?.rows.length === Rows && running === null)
        show(1 + Math.min(Rows - 1, Math.max(0, Math.floor((event.offsetX / map.clientWidth) * Rows))));
    });
    map.addEventListener("pointerleave", () => reading?.rows.length === Rows && running === null && show(Rows));
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    recolour();
    show(shown);
  });
  erase();
  status.textContent = "Draw here.";

  canvas.addEventListener("pointerdown", event => {
    if (event.button !== 0)
      return;
    canvas.setPointerCapture(event.pointerId);
    clearTimeout(timer);
    last = point(event);
    line(last, last);
  });
  canvas.addEventListener("pointermove", event => {
    if (!last)
      return;
    for (const moved of event.getCoalescedEvents?.().length ? event.getCoalescedEvents() : [event]) {
      const next = point(moved);
      line(last, next);
      last = next;
    }
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, () => {
      if (last)
        schedule();
      last = null;
    });

  canvas.addEventListener("keydown", event => {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.key === "Escape")
      erase();
    else if (event.key === " ")
      lower(!pen?.down);
    else if (x !== 0 || y !== 0)
      move(x * 10, y * 10);
    else
      return;
    event.preventDefault();
  });

  function lower(down) {
    pen = { x: pen?.x ?? 140, y: pen?.y ?? 60, down };
    if (down)
      line(pen, pen);
    else
      schedule();
    status.textContent = `The pen is ${down ? "down" : "up"}, ${pen.x / 10} from the left and ${pen.y / 10} from the top.`;
  }

  function move(x, y) {
    const from = pen ?? { x: 140, y: 60, down: false };
    pen = { x: Math.min(270, Math.max(10, from.x + x)), y: Math.min(270, Math.max(10, from.y + y)), down: from.down };
    if (pen.down)
      line(from, pen);
    status.textContent = `The pen is ${pen.down ? "down" : "up"}, ${pen.x / 10} from the left and ${pen.y / 10} from the top.`;
  }

  function point(event) {
    const box = canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) * canvas.width / box.width, y: (event.clientY - box.top) * canvas.height / box.height };
  }

  function line(from, to) {
    drawing.lineWidth = Brush;
    drawing.lineCap = drawing.lineJoin = "round";
    drawing.strokeStyle = colour("--ink");
    drawing.beginPath();
    drawing.moveTo(from.x, from.y);
    drawing.lineTo(to.x + 0.01, to.y);
    drawing.stroke();
  }

  /** The colour of the ink changes with the theme; its opacity is the drawing. */
  function recolour() {
    drawing.globalCompositeOperation = "source-in";
    drawing.fillStyle = colour("--ink");
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.globalCompositeOperation = "source-over";
  }

  function erase() {
    clearTimeout(timer);
    running?.abort();
    running = reading = last = pen = null;
    drawing.clearRect(0, 0, canvas.width, canvas.height);
    slider.disabled = true;
    slider.value = Rows;
    digit.textContent = "–";
    say("");
    show(0);
  }

  function schedule() {
    clearTimeout(timer);
    timer = setTimeout(run, Delay);
  }

  function say(text, problem = false) {
    status.textContent = text;
    status.classList.toggle("problem", problem);
  }

  async function run() {
    running?.abort();
    const own = running = new AbortController();
    reading = { pixels: null, rows: [] };
    shown = 0;
    slider.disabled = true;
    say("Reading …");
    try {
      for await (const [name, data] of events("api/digit", { width: canvas.width, height: canvas.height, pixels: ink() }, own.signal)) {
        if (running !== own)
          return;
        if (name === "image")
          reading.pixels = Uint8Array.from(atob(data.pixels), letter => letter.charCodeAt(0));
        else if (name === "row")
          reading.rows.push(data);
      }
      for (let row = calm.matches ? Rows : 1; row <= reading.rows.length; row++) {
        show(row);
        await new Promise(resolve => setTimeout(resolve, Pace));
        if (running !== own)
          return;
      }
      slider.disabled = false;
      const { probabilities } = reading.rows[Rows - 1];
      const best = probabilities.indexOf(Math.max(...probabilities));
      say(`Read as ${best}, ${(100 * probabilities[best]).toFixed(1)}%.`);
    } catch (problem) {
      if (running === own && described(problem))
        say(described(problem), true);
    } finally {
      if (running === own)
        running = null;
    }
  }

  /** The opacity of each pixel, in base64. */
  function ink() {
    const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
    let bytes = "";
    for (let i = 3; i < data.length; i += 4)
      bytes += String.fromCharCode(data[i]);
    return btoa(bytes);
  }

  /** Shows what is known after some rows. */
  function show(count) {
    shown = count;
    const rows = reading?.rows ?? [];
    const [negative, neutral, positive, inked, paper, accent] = ["--negative", "--neutral", "--positive", "--ink", "--paper", "--accent"].map(name => rgb(colour(name)));
    if (rows.length === Rows)
      slider.value = Math.max(1, count);
    const faint = 70;
    paint(states, (x, y) => {
      const value = rows[x]?.hidden[y] ?? 0;
      return [...mix(neutral, value < 0 ? negative : positive, Math.abs(value) ** 0.7), alpha(x)];
    });
    paint(opinion, (x, y) => [...mix(neutral, accent, rows[x]?.probabilities[y] ?? 0), alpha(x)]);
    paint(image, (x, y) => [...mix(paper, inked, (reading?.pixels?.[y * Rows + x] ?? 0) / 255), y < count ? 255 : reading?.pixels ? faint : 0]);
    const probabilities = rows[count - 1]?.probabilities ?? Array(10).fill(0);
    showBars(element("digits-bars"), probabilities.map((probability, i) => ({ name: String(i), probability })));
    digit.textContent = count > 0 && rows[count - 1] ? String(probabilities.indexOf(Math.max(...probabilities))) : "–";

    function alpha(x) {
      return x < count && rows[x] ? 255 : rows[x] && rows.length === Rows && running === null ? faint : 0;
    }
  }
}

function paint(canvas, pixel) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++)
    for (let x = 0; x < canvas.width; x++)
      image.data.set(pixel(x, y), 4 * (y * canvas.width + x));
  context.putImageData(image, 0, 0);
}

function mix(from, to, part) {
  return from.map((value, i) => value + (to[i] - value) * part);
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function rgb(hex) {
  return [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
}
