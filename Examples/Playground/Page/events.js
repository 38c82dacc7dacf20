// Server-sent events of a POST request. EventSource sends GET requests only, and does not show why a request is refused.

/** A request that the server refused, with its message. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// A page that is left lives on in the browser's cache, and its requests with it, for the case that the reader comes back.
let left = new AbortController();
addEventListener("pagehide", () => {
  left.abort();
  left = new AbortController();
});

/** The events of a request, each [name, data]. Ends when the server ends it; to abort the signal, or to leave the page, closes the stream on the server. */
export async function* events(path, body, signal) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.any([signal, left.signal]),
  });
  if (!response.ok)
    throw new Refused(response.status, (await response.json().catch(() => null))?.error ?? `The server answered with status ${response.status}.`);

  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let received = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done)
      return;
    received += value;
    for (let end; (end = received.indexOf("\n\n")) >= 0; received = received.slice(end + 2)) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(received.slice(0, end));
      yield [name, JSON.parse(data)];
    }
  }
}

/** What the page says of a problem; null if the page itself aborted the request. */
export function described(problem) {
  if (problem.name === "AbortError")
    return null;
  return problem instanceof Refused ? problem.message : "The server cannot be reached.";
}
