import { t } from '../../../i18n/format.js';
import { useEffect, useState } from 'preact/hooks';
import type { PreviewAnswer } from '../../../messages/messages.schema.js';
import { callAs } from '../session/session.js';
import { Text } from '../message/text.js';
import { useStore } from '../state/store.js';

/** What a text will look like, as the server renders it. */
export function Preview({ text, onFail }: { text: string; onFail: (problem: string) => void }) {
  const store = useStore();
  const [html, setHtml] = useState('');
  useEffect(() => {
    void callAs<PreviewAnswer>(store, '/preview', { body: { text } }).then(
      (answer) => setHtml(answer.html),
      (error: Error) => onFail(error.message),
    );
  }, []);
  return (
    <div class="preview">
      <p class="beside">{t('forum.composer.preview')}</p>
      <Text html={html} />
    </div>
  );
}
