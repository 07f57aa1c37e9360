import { t } from '../../i18n/format.js';
import { createElement, type FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

declare global {
  /** What a chunk's name ends in (see vite.config.ts): another after every failure, or the browser would not ask again. */
  var chunkRetry: string | undefined;
}
let failed = 0;

/** Loads a chunk. Where that fails (offline, or a newer forum is running, whose parts have other names) it can be tried again. */
export function chunk<Chunk>(load: () => Promise<Chunk>): Promise<Chunk> {
  return load().catch(() => {
    globalThis.chunkRetry = `?${++failed}`;
    throw new Error(t('forum.unreachableNow'));
  });
}

/**
 * A part of the page that is loaded when it is first used. Where it cannot be the reader is told, and can try again or load
 * the page anew: drafts and posts survive that. `load` brings it ahead of its use, with whatever else is in its chunk.
 */
export function onFirstUse<Part extends string, Chunk extends Readonly<Record<Part, FunctionComponent<never>>>>(
  load: () => Promise<Chunk>,
  name: Part,
): Chunk[Part] & { readonly load: () => Promise<Chunk> } {
  let part: Chunk[Part] | undefined;
  const loaded = async () => {
    const all = await chunk(load);
    part = all[name];
    return all;
  };
  const PartOfPage = (props: never) => {
    const [failures, setFailures] = useState(0);
    const attempt = () =>
      void loaded().then(
        () => setFailures(-1),
        () => setFailures((n) => n + 1),
      );
    // By what this was drawn with: another place may have loaded it since, and nothing else would draw this one again.
    const isMissing = !part;
    useEffect(() => {
      if (isMissing) attempt();
    }, []);

    if (part) return createElement(part, props);
    if (failures === 0) return null;
    return (
      <span class="note" role="alert">
        {t('forum.unreachableNow')}{' '}
        <button type="button" class="quiet" onClick={attempt}>
          {t('forum.tryAgain')}
        </button>
        {failures > 1 && (
          <button type="button" class="quiet" onClick={() => location.reload()}>
            {t('forum.loadAgain')}
          </button>
        )}
      </span>
    );
  };
  return Object.assign(PartOfPage as Chunk[Part], { load: loaded });
}
