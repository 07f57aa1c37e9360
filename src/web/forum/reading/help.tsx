import { useState } from 'preact/hooks';
import { keepFor, kept } from '../session/storage.js';
import { useForum } from '../state/store.js';
import { KEYS_OFF } from './keyboard.js';

const FORMATTING = [
  { written: '*emphasis*', shown: <em>emphasis</em> },
  { written: '**strong words**', shown: <strong>strong words</strong> },
  { written: '> somebody’s words', shown: 'a quotation' },
  { written: '- one thing', shown: 'a list' },
  { written: '[words](https://example.com)', shown: 'a link' },
  { written: '`code`', shown: <code>code</code> },
];

const KEYS = [
  ['j', 'the next message'],
  ['k', 'the one before'],
  ['r', 'reply to it'],
  ['c', 'write a message'],
  ['Ctrl Enter', 'post'],
  ['Esc', 'close what is open'],
] as const;

/** What can be done in a message, how long it can be changed, and which keys there are. */
export function Help() {
  const editWindow = useForum((state) => state.thread.posting.editWindow);
  const [on, setOn] = useState(!kept(KEYS_OFF));
  const turn = () => {
    keepFor(KEYS_OFF, on ? true : null);
    setOn(!on);
  };
  return (
    <div class="help">
      <dl>
        {FORMATTING.map(({ written, shown }) => (
          <div key={written}>
            <dt>
              <code>{written}</code>
            </dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
      {editWindow > 0 && <p>{`What you have posted you can change or delete for ${duration(editWindow)}.`}</p>}
      <dl class="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label class="choice">
        <input type="checkbox" checked={on} onChange={turn} />
        Keys of a single letter (j, k, r, c)
      </label>
    </div>
  );
}

function duration(seconds: number): string {
  const [n, unit] =
    seconds < 7_200
      ? [Math.ceil(seconds / 60), 'minute']
      : seconds < 172_800
        ? [Math.round(seconds / 3_600), 'hour']
        : [Math.round(seconds / 86_400), 'day'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
