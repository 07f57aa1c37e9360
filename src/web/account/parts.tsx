import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/format.js';

/** What went wrong, said at once; nothing where nothing did. */
export function Problem({ id, children }: { id?: string; children: string }) {
  return children === '' ? null : (
    <p class="problem" role="alert" id={id}>
      {children}
    </p>
  );
}

/** A part of what is one's own, under its heading. */
export function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** In the place of what has not come, or could not be had. */
export function Awaited({ problem, onAgain }: { problem: string; onAgain: () => void }) {
  if (problem === '') return <p class="aside">{t('account.opening')}</p>;
  return (
    <p class="problem" role="alert">
      {problem}{' '}
      <button type="button" class="quiet" onClick={onAgain}>
        {t('forum.tryAgain')}
      </button>
    </p>
  );
}

/** Where the keyboard goes on once what was open in its place has gone. */
export function useReturn<Place extends HTMLElement>(open: boolean) {
  const place = useRef<Place>(null);
  const wasOpen = useRef(open);
  useEffect(() => {
    if (wasOpen.current && !open) place.current?.focus();
    wasOpen.current = open;
  }, [open]);
  return place;
}
