import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { startForum, type Forum } from '../support/forum.js';
import { until } from '../support/until.js';
import { visitor } from './browser.js';
import type { Visitor } from './visitor.js';

let forum: Forum;
let thread: ThreadView;
let reader: Visitor;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
}, 60_000);

beforeEach(async () => {
  thread = await forum.article();
  reader = await visitor({ viewport: { width: 390, height: 800 } });
  await (await reader.open(`${forum.url}/threads/${thread.id}`)).takenOver();
});

const names = async () => (await forum.anyone.page(thread)).messages.map(({ author }) => author?.name);
const asked = () => reader.page.getByRole('form', { name: 'Another name' });

/** A guest has this name, and has written; then somebody of staff is called so. */
async function losesName(name: string): Promise<void> {
  await reader.post('I was here first.', name);
  await until('the message', async () => (await names()).length === 1);
  await until('its place', async () => (await reader.page.locator('.unpublished').count()) === 0);
  await forum.staff(name, 'moderator', 'default');
}

describe('a guest whose name has become that of somebody of staff', () => {
  it('is told so and asked for another, and what was refused is sent under it', async () => {
    await losesName('Nora');
    await reader.post('And I still am.');
    await reader.sees('Not posted. This name looks like that of somebody else here.');
    await asked().getByLabel('Another name').fill('Nora!');
    await reader.press('Take this name');
    await until('the refusal', async () => (await asked().locator('.problem').count()) === 1);
    expect(await reader.faults()).toEqual([]);

    await asked().getByLabel('Another name').fill('Nora of the harbour');
    await reader.press('Take this name');
    await until('both', async () => (await names()).join() === 'Nora of the harbour,Nora of the harbour');
    await until('their places', async () => (await reader.page.locator('.unpublished').count()) === 0);
    expect(await reader.page.locator('.byline .name').allInnerTexts()).toEqual(Array(2).fill('Nora of the harbour'));
    expect(await reader.composer.locator('.as b').textContent()).toBe('Nora of the harbour');
    await reader.page.reload();
    await reader.takenOver();
    expect(await reader.composer.locator('.as b').textContent()).toBe('Nora of the harbour');
  });

  it('is asked for it also where a message is changed, with the change kept', async () => {
    await losesName('Vera');
    await reader.choose('I was here first.', 'Edit');
    const form = reader.page.getByRole('form', { name: 'Edit your message' });
    await until('the source', async () => (await form.locator('textarea').inputValue()) === 'I was here first.');
    await form.locator('textarea').fill('I was here before all others.');
    await form.getByRole('button', { name: 'Save' }).click();
    await asked().getByLabel('Another name').fill('Vera of the harbour');
    await reader.press('Take this name');
    await reader.sees('I was here before all others.');
    await until('the change', async () => (await form.count()) === 0);
    expect((await forum.anyone.page(thread)).messages[0]).toMatchObject({
      author: { name: 'Vera of the harbour' },
      revision: expect.any(Number),
    });
    expect(await reader.reads()).toEqual(['I was here before all others.']);
  });
});
