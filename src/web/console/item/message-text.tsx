import { useMemo } from 'preact/hooks';
import { trusted } from '../../ui/trusted.js';
import { markSpans } from './mark-spans.js';

const NOTHING: readonly string[] = [];

/** A message's text as readers would see it, the spans that brought it here marked. */
export function MessageText({ html, spans = NOTHING }: { html: string; spans?: readonly string[] }) {
  const marked = useMemo(() => markSpans(html, spans), [html, spans.join('\n')]);
  return <div class="message-text" dir="auto" dangerouslySetInnerHTML={{ __html: trusted(marked) }} />;
}
