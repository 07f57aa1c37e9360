import type { ComponentChildren } from 'preact';
import { pathOf, type Place } from '../route.js';

type Props = {
  readonly to: Place;
  readonly go: (place: Place) => void;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly isHere?: boolean;
};

/** A link to another place of the console: it goes there in the page, and in a new tab as any link does. */
export function PlaceLink({ to, go, children, class: look, isHere = false }: Props) {
  return (
    <a
      href={pathOf(to)}
      class={look}
      aria-current={isHere ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
