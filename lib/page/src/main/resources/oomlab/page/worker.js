// Beside the page, so that it never freezes: finds the lines that may belong to a report, and gives them to PageReader.

const MARKERS = markers().split("\n");
const CONTEXT = contextLines();
// Longer than any line of a log, and enough for what a log service answers in one line.
const LONGEST = 1 << 22;

/** One log, taken in pieces of text. Lines end only at newlines: a process name may hold a carriage return. */
class Log {
  #carry = "";
  #context = [];
  #skipped = 0;

  constructor(file) {
    begin(file, "", "");
  }

  take(piece) {
    const text = this.#carry + piece;
    const end = text.lastIndexOf("\n") + 1;
    this.#lines(text, end);
    this.#carry = text.slice(end, end + LONGEST);
  }

  end() {
    if (this.#carry) this.take("\n");
    finish();
  }

  #lines(text, end) {
    const next = MARKERS.map(() => -1);
    let at = 0;
    while (at < end) {
      if (idle()) {
        const marker = Math.min(end, ...MARKERS.map((word, i) => {
          if (next[i] < at) {
            const found = text.indexOf(word, at);
            next[i] = found < 0 ? end : found;
          }
          return next[i];
        }));
        const start = marker < end ? text.lastIndexOf("\n", marker) + 1 : end;
        this.#skip(text, at, start);
        at = start;
        if (marker === end) return;
        skip(this.#skipped - this.#context.length);
        for (const before of this.#context) line(before);
        this.#context = [];
        this.#skipped = 0;
      }
      const stop = text.indexOf("\n", at);
      line(text.slice(at, stop));
      at = stop + 1;
    }
  }

  /** Counts whole lines, and keeps the last of them. */
  #skip(text, from, to) {
    for (let at = from; at < to; at = text.indexOf("\n", at) + 1) this.#skipped++;
    const last = [];
    for (let at = to; at > from && last.length < CONTEXT; ) {
      const start = at < 2 ? from : Math.max(from, text.lastIndexOf("\n", at - 2) + 1);
      last.push(text.slice(start, at - 1));
      at = start;
    }
    this.#context = [...this.#context, ...last.reverse()].slice(-CONTEXT);
  }
}

let told = 0;

function tell() {
  for (; told < reports(); told++) postMessage({ report: told, json: report(told) });
}

/** Reads a file or what was pasted: gzipped, in UTF-16 with its mark, or in UTF-8. */
async function read(file, blob, progress) {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  let stream = blob.stream().pipeThrough(new TransformStream({
    transform(chunk, out) {
      progress(chunk.length);
      out.enqueue(chunk);
    },
  }));
  if (first === 0x1f && second === 0x8b) stream = stream.pipeThrough(new DecompressionStream("gzip"));
  const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : null;
  const decoder = new TextDecoder(wide ?? "utf-8", { ignoreBOM: !wide });
  const log = new Log(file);
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      log.take(decoder.decode(piece.value, { stream: true }));
      tell();
    }
    log.take(decoder.decode());
  } finally {
    log.end();
    tell();
  }
}

async function readAll(files) {
  clear();
  told = 0;
  const all = files.reduce((sum, { blob }) => sum + blob.size, 0);
  let done = 0;
  let shown = 0;
  const failed = [];
  for (const { file, blob } of files) {
    try {
      await read(file, blob, (bytes) => {
        done += bytes;
        if (performance.now() - shown > 100) {
          shown = performance.now();
          postMessage({ progress: all ? done / all : 1, bytes: done });
        }
      });
    } catch (error) {
      failed.push(`${file}: ${error.message}`);
    }
  }
  postMessage({ done: true, bytes: done, failed });
}

/** Reads what a command has put into the page: what it gave its own reader (PageHtml.log). */
function readEmbedded(pieces) {
  const wanted = pieces.filter((piece) => piece.wanted).map((piece) => piece.wanted);
  for (const piece of pieces) {
    if (typeof piece === "number") skip(piece);
    else if (typeof piece === "string") line(piece);
    else if (piece.file) begin(piece.file, piece.asked.join("\n"), wanted.shift().join("\n"));
    else finish();
    tell();
  }
}

onmessage = ({ data }) => {
  if (data.catalog) speak(...data.catalog);
  if (data.files) readAll(data.files);
  if (data.embedded) {
    readEmbedded(data.embedded);
    postMessage({ done: true, failed: [] });
  }
  if (data.lines !== undefined) postMessage({ answer: data.id, json: lines(data.lines) });
  if (data.words) {
    postMessage({ answer: data.id, json: whatIf(data.number, data.words) });
  }
};
