/** Runs our code inside somebody else's page: whatever goes wrong stays with us and never reaches their error log. */
export function quiet<Args extends unknown[]>(step: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      step(...args);
    } catch {
      // The article is worth more than the forum under it.
    }
  };
}

/** At most once in `ms`, however often it is asked for. */
export function seldom(step: () => void, ms: number): () => void {
  let waiting = false;
  const run = quiet(() => {
    waiting = false;
    step();
  });
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(run, ms);
  };
}

const warned = new Set<string>();

/** A line in the console for whoever makes the page, each once. */
export function warn(line: string): undefined {
  // oxlint-disable-next-line no-console -- where whoever makes the page looks
  if (!warned.has(line)) console.warn(`Rejoinder: ${line}`);
  warned.add(line);
}
