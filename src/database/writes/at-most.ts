/** Resolves when `done` does, and after so many ms whatever it does. */
export function atMost(ms: number, done: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, ms).unref();
  });
  return Promise.race([done.finally(() => clearTimeout(timer)), over]);
}
