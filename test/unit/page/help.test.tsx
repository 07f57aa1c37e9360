import { expect, it } from '@jest/globals';
import { Help } from '../../../src/web/forum/reading/help.js';
import { Store, StoreContext } from '../../../src/web/forum/state/store.js';
import { drawn } from '../../support/drawn.js';
import { pageOf } from '../../support/page-state.js';

const help = (editWindow: number) => {
  const state = pageOf([]);
  const thread = { ...state.thread, posting: { ...state.thread.posting, editWindow } };
  return drawn(
    <StoreContext.Provider value={new Store({ ...state, thread })}>
      <Help />
    </StoreContext.Provider>,
  );
};

it('says beside a message what can be written in it, and how long it can be changed', () => {
  const { words, all } = help(300);
  expect(words).toContain('5 minutes');
  expect(all('code').map((one) => one.words)).toContain('**strong words**');
  expect(all('kbd').map((one) => one.words)).toEqual(expect.arrayContaining(['j', 'k', 'r', 'c']));
  expect(help(0).words).not.toContain('minute');
});
