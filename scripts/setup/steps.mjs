/**
 * Progress, as a person reads it: one line per step with its time. On a terminal the line is live and shows the last
 * thing the step said; elsewhere (CI, a file) there is a plain line every 15 seconds instead.
 */
const liveEveryMs = 200;
const plainEveryMs = 15_000;

/**
 * @param {number} ms
 * @returns {string} such as `0.4 s`, `12 s`, `2 min 05 s`
 */
export function duration(ms) {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/**
 * @param {string} line
 * @param {number} width
 */
function cut(line, width) {
  const plain = line.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll(/[\u0000-\u001f\u007f]/g, ' ');
  return plain.length <= width ? plain : `${plain.slice(0, Math.max(0, width - 1))}…`;
}

/** Writes the steps of one run. */
export class Steps {
  #out;
  #ended = false;

  /** @param {NodeJS.WriteStream} [out] */
  constructor(out = process.stdout) {
    this.#out = out;
    // A reader that has gone (`npm start | head`) must not stop the servers.
    out.on('error', () => undefined);
  }

  /** From now on only what is said is shown: steps that are cut short need not be reported one by one. */
  end() {
    if (this.#out.isTTY && !this.#ended) this.#out.write('\r\u001b[2K');
    this.#ended = true;
  }

  /** @param {string} text */
  say(text) {
    this.#out.write(`${text}\n`);
  }

  /**
   * Does one step of the work.
   *
   * @template T
   * @param {string} name
   * @param {(tell: (line: string) => void) => Promise<T>} work `tell` takes the latest news for the live line
   * @returns {Promise<T>} what the work gave
   */
  async step(name, work) {
    const began = Date.now();
    let news = '';
    const live = this.#out.isTTY;
    const show = () => this.#show(`${name}, ${duration(Date.now() - began)}`, news);
    const timer = setInterval(show, live ? liveEveryMs : plainEveryMs);
    let mark = '✗';
    try {
      const result = await work((line) => (news = line));
      mark = '✓';
      return result;
    } finally {
      clearInterval(timer);
      if (!this.#ended) {
        if (live) this.#out.write('\r\u001b[2K');
        this.say(`${mark} ${name} (${duration(Date.now() - began)})`);
      }
    }
  }

  /**
   * @param {string} head
   * @param {string} news
   */
  #show(head, news) {
    if (this.#ended) return;
    const line = cut(news === '' ? `  ${head}` : `  ${head}: ${news}`, (this.#out.columns || 120) - 1);
    this.#out.write(this.#out.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
  }
}
