import type { Page, Request } from 'playwright-core';

export type Held = {
  /** Settles when the forum has answered and the browser does not know yet. */
  readonly answered: Promise<void>;
  /** Lets the answer go; settles when the browser has it. */
  letGo(): Promise<void>;
};

/** Holds back the answer to the next request of a page that is like this: no time passes, only what the test lets happen. */
export async function holdBack(page: Page, isMeant: (request: Request) => boolean): Promise<Held> {
  let answer!: () => void;
  let letGo!: () => void;
  let arrive!: () => void;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const open = new Promise<void>((resolve) => (letGo = resolve));
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  let isOver = false;
  await page.route('**/api/v1/**', async (route, request) => {
    if (isOver || !isMeant(request)) return route.fallback();
    isOver = true;
    const response = await route.fetch();
    answer();
    await open;
    await route.fulfill({ response });
    arrive();
  });
  return {
    answered,
    letGo: () => {
      letGo();
      return arrived;
    },
  };
}
