import { useLayoutEffect } from 'preact/hooks';
import type { RefObject } from 'preact';
import { lengthOf } from '../../../../text/characters.js';
import { t } from '../../../../i18n/format.js';

/** What is left of the longest message, or by how much it is longer; then the field lets nothing be sent. */
export function Left({
  text,
  most,
  field,
}: {
  text: string;
  most: number;
  field: RefObject<HTMLTextAreaElement | null>;
}) {
  const left = most - lengthOf(text, most * 2);
  const over = t(left < -most ? 'forum.composer.overMuch' : 'forum.composer.over', { n: Math.min(-left, most) });
  useLayoutEffect(() => {
    const { current } = field;
    current?.setCustomValidity(left < 0 ? `${over}.` : '');
    return () => current?.setCustomValidity('');
  });
  return (
    <p class={`left${left < 0 ? ' over' : ''}`} role="status">
      {left < 0 ? over : t('forum.composer.left', { n: left })}
    </p>
  );
}
