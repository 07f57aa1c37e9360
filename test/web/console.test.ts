import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { WebSocketRoute } from 'playwright-core';
import { startForum, type Forum } from '../support/forum.js';
import { visitor } from './browser.js';
import { becomes, held, reported, stateOf } from './cases.js';
import { atTheDesk, signInLink, type Moderator } from './moderator.js';

// Looking at a page with axe takes a busy machine seconds.
jest.setTimeout(60_000);

let forum: Forum;

beforeEach(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

const sitsDown = (who = forum.mia, options: Parameters<typeof atTheDesk>[2] = {}) => atTheDesk(forum, who, options);

/** The console's socket, on a line that a test can cut. */
async function cuttable({ desk }: Moderator) {
  const open = new Set<WebSocketRoute>();
  let whole = true;
  await desk.page.routeWebSocket(/live/, (socket) => {
    if (!whole) return void socket.close({ code: 1001 });
    socket.connectToServer();
    open.add(socket);
  });
  return {
    cut: () => {
      whole = false;
      for (const socket of open) void socket.close({ code: 1001 });
    },
    mend: () => (whole = true),
  };
}

describe('signing in', () => {
  it('takes a press of the button: looking at the link uses nothing up', async () => {
    const link = await signInLink(forum, forum.mia);
    const scanner = await visitor();
    await scanner.open(link);
    await scanner.open(link);
    await scanner.press('Sign in as Mia');
    await scanner.sees('Nothing waits to be read.');
    await scanner.open(link);
    await scanner.sees('This link is used up');
  });

  it('is refused to a form on somebody else’s page', async () => {
    const token = new URL(await signInLink(forum, forum.mia)).searchParams.get('token')!;
    const answer = await forum.visit('/console/session', {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
      body: new URLSearchParams({ token }),
    });
    expect(answer.status).toBe(403);
  });

  it('ends for good when the moderator signs out', async () => {
    const { desk } = await sitsDown();
    const [cookie] = await desk.context.cookies();
    expect(cookie).toMatchObject({ name: '__Host-rejoinder', httpOnly: true, secure: true, sameSite: 'Strict' });
    await desk.press('Sign out');
    await desk.sees('You are not signed in');
    const me = await forum.visit('/api/v1/me', { headers: { cookie: `${cookie!.name}=${cookie!.value}` } });
    expect(me.status).toBe(401);
  });
});

describe('one moderator', () => {
  it('works the queue from the keyboard, oldest first', async () => {
    const [first, second, third] = [
      await held(forum, 'Ida', 'My count of the cars:'),
      await held(forum, 'Deals', 'Cheap watches:'),
      await held(forum, 'Tom', 'A washing machine:'),
    ];
    const mia = await sitsDown();
    await mia.lists('Ida', 'Deals', 'Tom');
    await mia.reads('My count of the cars');
    await mia.keys('a');
    await mia.reads('Cheap watches');
    await mia.keys('s');
    await mia.reads('A washing machine');
    await mia.keys('Shift+R');
    await mia.desk.page.keyboard.type('Off topic');
    await mia.keys('Enter');
    await mia.desk.sees('Nothing waits to be read.');
    await becomes(forum, first, 'published');
    await becomes(forum, second, 'rejected');
    await becomes(forum, third, 'rejected');
    const [entry] = (await forum.as(forum.mia).log()).entries;
    expect(entry).toMatchObject({ action: 'message.reject', reason: 'Off topic', actor: { name: 'Mia' } });
  });

  it('takes a decision back with u, and has the message in front again', async () => {
    const message = await held(forum, 'Ida', 'My count of the cars:');
    const mia = await sitsDown();
    await mia.reads('My count of the cars');
    await mia.keys('r');
    await becomes(forum, message, 'rejected');
    await mia.keys('u');
    await mia.reads('My count of the cars');
    await becomes(forum, message, 'held');
  });

  it('sees why it is here, in its conversation, with the span marked', async () => {
    const question = await forum.as(forum.ana).post(forum.thread, 'Has anybody counted?');
    await forum.as(await forum.guest('Ida')).reply(question, 'I did: https://ida.example/');
    const mia = await sitsDown();
    await mia.reads('I did:');
    await mia.desk.sees('Ida is new here and posted a link.');
    await mia.desk.sees('Has anybody counted?');
    expect(await mia.desk.page.locator('.the-message .marked').innerText()).toBe('https://ida.example/');
  });

  it('suspends an author and rejects what they said, and can lift it', async () => {
    const message = await reported(forum, 'Lars', 'You people know nothing.');
    const mia = await sitsDown();
    await mia.keys('g', 'r');
    await mia.reads('You people know nothing.');
    await mia.desk.sees('To my neighbour');
    await mia.keys('b', '2');
    await mia.desk.page.getByLabel('Reason, which the member is told').fill('Insults');
    await mia.keys('Enter');
    await mia.isTold('Lars suspended for a week');
    await becomes(forum, message, 'rejected');
    await mia.goTo('rejected');
    await mia.desk.page.getByRole('button', { name: 'Lift' }).click();
    await mia.isTold(/^Lifted/);
  });

  it('is told of no last decision once it is taken back', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'It was the red house.');
    await forum.as(forum.ben).report(message);
    const mia = await sitsDown();
    await mia.goTo('reported');
    await mia.reads('It was the red house');
    await mia.keys('r');
    await mia.desk.sees(/Last decision just now/);
    await mia.keys('u');
    await mia.isTold(/^Undone/);
    await mia.desk.sees('New ones appear here by themselves.');
  });

  it('closes a discussion with a reason, and opens it again', async () => {
    await held(forum, 'Ida', 'My count of the cars:');
    const mia = await sitsDown();
    await mia.reads('My count of the cars');
    await mia.keys('c');
    await mia.desk.page.getByLabel(/^Reason/).fill('The vote is over');
    await mia.keys('Enter');
    await mia.isTold('Discussion closed');
    expect(await forum.anyone.thread(forum.thread)).toMatchObject({
      state: 'closed',
      closed: { by: 'Mia', reason: 'The vote is over' },
    });
    await mia.keys('u');
    await mia.isTold('Undone: Discussion closed');
    expect((await forum.anyone.thread(forum.thread)).state).toBe('open');
  });

  it('sees in the log which message and whom a deed was about', async () => {
    const message = await held(forum, 'Ida', 'My count of the cars:');
    await forum.as(forum.mia).decide(message, 'spam');
    await forum.as(forum.mia).ban(message.author!);
    await forum.as(forum.mia).setState(forum.thread, 'closed');
    const mia = await sitsDown();
    await mia.goTo('log');
    await mia.desk.sees('Mia marked a message as spam');
    for (const what of ['message', 'member', 'discussion']) await mia.desk.press(what);
    await mia.desk.sees('My count of the cars:');
    await mia.desk.sees('Ida 0 published, 1 taken away');
    await mia.desk.page.getByRole('link', { name: forum.thread.title }).first().waitFor();
  });

  it('types letters into the search, where none of them decides', async () => {
    const message = await held(forum, 'Ida', 'My count of the cars:');
    await held(forum, 'Tom', 'A washing machine:');
    const mia = await sitsDown();
    await mia.lists('Ida', 'Tom');
    await mia.keys('?');
    await mia.desk.sees('All keys');
    await mia.keys('Escape', '/');
    await mia.desk.page.keyboard.type('cars');
    await mia.lists('Ida');
    expect(await stateOf(forum, message)).toBe('held');
    // What it was narrowed to is said there still by whoever comes back to the list.
    await mia.keys('Enter', 'g', 'l');
    await mia.desk.page.locator('.log-head').waitFor();
    await mia.keys('g', 'h');
    await mia.lists('Ida');
    expect(await mia.desk.page.getByRole('searchbox').inputValue()).toBe('cars');
    await mia.keys('/', 'Escape');
    await mia.lists('Ida', 'Tom');
  });

  it('is told when the connection is gone, and has what was missed when it is back', async () => {
    const mia = await sitsDown();
    const line = await cuttable(mia);
    await mia.goTo('held');
    await mia.isTold('Live');
    line.cut();
    await mia.isTold(/Connection lost/);
    await held(forum, 'Ida', 'My count of the cars:');
    line.mend();
    await mia.lists('Ida');
    await mia.isTold('Live');
  });
});

describe('two moderators', () => {
  it('see what the other does, with the name on it', async () => {
    await held(forum, 'Ida', 'My count of the cars:');
    await held(forum, 'Tom', 'A washing machine:');
    const mia = await sitsDown();
    const olga = await sitsDown(forum.olga);
    await mia.reads('My count of the cars');
    // Only who follows the queue by then hears who it was; whoever comes later finds it gone.
    await mia.isTold('Live');
    await olga.reads('My count of the cars');
    await olga.keys('a');
    await mia.desk.sees('Approved by Olga.');
    await mia.reads('My count of the cars');
    await mia.keys('j');
    await mia.reads('A washing machine');
    await mia.lists('Tom');
  });

  it('cannot both decide: the second learns who was first and stays where they are', async () => {
    const message = await held(forum, 'Ida', 'My count of the cars:');
    await held(forum, 'Tom', 'A washing machine:');
    const mia = await sitsDown();
    // Olga's console hears nothing live, so that what she sees is old.
    const olga = await sitsDown(forum.olga);
    await olga.desk.page.routeWebSocket(/live/, () => undefined);
    await olga.goTo('held');
    await olga.reads('My count of the cars');
    await mia.reads('My count of the cars');
    await mia.keys('r');
    await becomes(forum, message, 'rejected');
    await olga.keys('a');
    await olga.isTold('Mia was first: Ida’s message is rejected already. Yours was not counted.');
    await olga.reads('A washing machine');
    expect(await stateOf(forum, message)).toBe('rejected');
  });

  it('read again what its author edited meanwhile', async () => {
    const ida = await forum.guest('Ida');
    const message = await forum.as(ida).post(forum.thread, 'My count: https://ida.example/');
    const mia = await sitsDown();
    await mia.desk.page.routeWebSocket(/live/, () => undefined);
    await mia.goTo('held');
    await mia.reads('My count');
    await forum.as(ida).edit(message, 'Buy watches: https://ida.example/');
    await mia.keys('a');
    await mia.isTold('Ida edited the message after you read it. It was not decided.');
    await mia.keys('u');
    await mia.reads('Buy watches');
    expect(await stateOf(forum, message)).toBe('held');
  });

  it('have new messages come in without losing the one they read', async () => {
    await held(forum, 'Ida', 'My count of the cars:');
    const mia = await sitsDown();
    await mia.reads('My count of the cars');
    await held(forum, 'Tom', 'A washing machine:');
    await mia.lists('Ida', 'Tom');
    await mia.reads('My count of the cars');
  });
});
