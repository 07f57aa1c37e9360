import { t } from '../../../i18n/format.js';
import { useState } from 'preact/hooks';
import { writeStorage, readStorage } from '../session/storage.js';
import { useForum } from '../state/store.js';
import { KEYS_OFF } from './keyboard.js';

const formatting = () => [
  { written: `*${t('forum.help.emphasis')}*`, shown: <em>{t('forum.help.emphasis')}</em> },
  { written: `**${t('forum.help.strong')}**`, shown: <strong>{t('forum.help.strong')}</strong> },
  { written: `> ${t('forum.help.quoted')}`, shown: t('forum.help.quotation') },
  { written: `- ${t('forum.help.thing')}`, shown: t('forum.help.list') },
  { written: `[${t('forum.help.words')}](https://example.com)`, shown: t('forum.help.link') },
  { written: `\`${t('forum.help.code')}\``, shown: <code>{t('forum.help.code')}</code> },
];

const keys = () => [
  ['j', t('forum.help.next')],
  ['k', t('forum.help.before')],
  ['r', t('forum.help.reply')],
  ['c', t('forum.help.write')],
  [t('forum.help.ctrlEnter'), t('forum.help.post')],
  [t('forum.help.escape'), t('forum.help.close')],
];

/** What can be done in a message, how long it can be changed, and which keys there are. */
export function Help() {
  const editWindow = useForum((state) => state.thread.posting.editWindow);
  const [on, setOn] = useState(!readStorage(KEYS_OFF));
  const turn = () => {
    writeStorage(KEYS_OFF, on ? true : null);
    setOn(!on);
  };
  return (
    <div class="help">
      <dl>
        {formatting().map(({ written, shown }) => (
          <div key={written}>
            <dt>
              <code>{written}</code>
            </dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
      {editWindow > 0 && <p>{editable(editWindow)}</p>}
      <dl class="keys">
        {keys().map(([key, what]) => (
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
        {t('forum.help.letters')}
      </label>
    </div>
  );
}

function editable(seconds: number): string {
  if (seconds < 7_200) return t('forum.help.window.minutes', { n: Math.ceil(seconds / 60) });
  if (seconds < 172_800) return t('forum.help.window.hours', { n: Math.round(seconds / 3_600) });
  return t('forum.help.window.days', { n: Math.round(seconds / 86_400) });
}
