import { beforeEach, expect, it, jest } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { passkeysOf } from '../support/passkeys.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import { atTheDesk } from './moderator.js';
import type { Visitor } from './visitor.js';

// Looking at a page with axe takes a busy machine seconds.
jest.setTimeout(60_000);

let forum: Forum;
beforeEach(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

type Authenticator = {
  /** How many passkeys it has. */
  readonly count: () => Promise<number>;
  /** Whether its owner shows that it is them from now on. */
  readonly verifies: (isUserVerified: boolean) => Promise<void>;
};

/** Gives a browser an authenticator, as one that is built into a laptop. */
async function withAuthenticator({ context, page }: Visitor): Promise<Authenticator> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    count: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    verifies: async (isUserVerified) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}

const PASSKEY = 'Sign in with a passkey';

it('staff adds a passkey, signs out, and comes back by it to the page that they wanted', async () => {
  const { desk } = await atTheDesk(forum, forum.mia);
  const authenticator = await withAuthenticator(desk);
  await desk.page.getByRole('link', { name: 'Passkeys' }).click();
  await desk.sees('You have no passkey yet.');
  expect(await desk.faults()).toEqual([]);
  await desk.page.getByLabel('Name of the passkey').fill('Work laptop');
  await desk.press('Add a passkey');
  await desk.sees('The passkey “Work laptop” is added.');
  await desk.sees(/^Chrome · Linux · added .+ · never used$/);
  expect(await authenticator.count()).toBe(1);
  expect((await passkeysOf(forum, forum.mia)).passkeys).toMatchObject([{ name: 'Work laptop', usedAt: null }]);
  expect(await desk.faults()).toEqual([]);

  await desk.page.getByLabel('Name of the passkey').fill('Again');
  await desk.press('Add a passkey');
  await desk.sees('This device has a passkey for you already.');

  await desk.press('Sign out');
  await desk.sees('You are not signed in');
  await desk.open(`${forum.config.PUBLIC_URL.origin}/console/passkeys`);
  await desk.page.getByRole('button', { name: PASSKEY }).waitFor();
  expect(await desk.faults()).toEqual([]);
  await desk.press(PASSKEY);
  await desk.sees(/ · added .+ · last used .+/);
  await desk.sees('Mia moderator');

  await desk.press('Remove “Work laptop”');
  await desk.sees('The passkey “Work laptop” is removed.');
  await desk.press('Sign out');
  await desk.press(PASSKEY);
  await desk.sees('This passkey was not taken.');
  expect(await desk.faults()).toEqual([]);
});

it('says so where nobody shows that it is them, and lets them try again', async () => {
  const { desk } = await atTheDesk(forum, forum.mia);
  const authenticator = await withAuthenticator(desk);
  await desk.open(`${forum.config.PUBLIC_URL.origin}/console/passkeys`);
  await desk.page.getByLabel('Name of the passkey').fill('Phone');
  await authenticator.verifies(false);
  await desk.press('Add a passkey');
  await desk.sees('Nothing was chosen, or it took too long.');
  await authenticator.verifies(true);
  await desk.press('Add a passkey');
  await desk.sees('The passkey “Phone” is added.');
});

it('does not offer what the browser does not have', async () => {
  const newcomer = await visitor();
  await newcomer.page.addInitScript('delete globalThis.PublicKeyCredential');
  await newcomer.open(`${forum.config.PUBLIC_URL.origin}/console`);
  await newcomer.sees('You are not signed in');
  await until('no button', async () => (await newcomer.page.getByRole('button', { name: PASSKEY }).count()) === 0);
});

it('suits a phone, and a long name', async () => {
  const { desk } = await atTheDesk(forum, forum.mia, {
    viewport: { width: 320, height: 700 },
    hasTouch: true,
    isMobile: true,
  });
  await withAuthenticator(desk);
  await desk.open(`${forum.config.PUBLIC_URL.origin}/console/passkeys`);
  await desk.page.getByLabel('Name of the passkey').fill('Security key '.repeat(4) + 'in the desk');
  await desk.press('Add a passkey');
  await desk.sees('is added.');
  expect(await desk.faults()).toEqual([]);
  expect(await desk.smallTargets()).toEqual([]);
});
