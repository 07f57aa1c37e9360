import type { HostSettings } from '../../loader/bridge.js';
import { asCss, BLACK, contrast, mix, over, pole, readable, WHITE, type Colour, type Translucent } from './colours.js';

/** Text on its background, and what is no text (WCAG 2.2: 1.4.3, 1.4.11); a little more, since colours are rounded. */
const TEXT = 4.6;
const CONTROL = 3.1;
/** Of black or white on what is behind the page: below it, the page paints a ground of its own. */
const GROUND = 5.5;

/** What tokens.css names, and how well it must be told from what is behind it. */
const INKS = { ink: TEXT, 'ink-quiet': TEXT, good: TEXT, warn: TEXT, bad: TEXT, edge: CONTROL } as const;
const OURS = ['paper-raised', 'paper-sunken', 'hairline', 'thread', 'accent', 'on-accent', ...Object.keys(INKS)];

/**
 * Puts the publisher's colours on so that everything can be read: on the background that they gave, or what is behind the
 * frame, or a ground of our own where neither carries text in the chosen theme. What tokens.css says stays where it will do.
 */
export function applyColours({ theme, accent, background, behind = [] }: HostSettings): void {
  const root = document.documentElement;
  const set = (name: string, value: string | null): void => root.style.setProperty(`--${name}`, value);
  for (const name of [...OURS, 'rejoinder-accent', 'rejoinder-background']) set(name, null);

  const around = over(
    behind.flatMap((colour) => resolve(colour) ?? []),
    theme === 'dark' ? BLACK : WHITE,
  );
  const given = named('background', background);
  const asked = given ? over([given], around) : around;
  let dark = theme === 'dark';
  let ground: Colour | null = given ? asked : null;
  if (contrast(dark ? WHITE : BLACK, asked) < GROUND) {
    if (given) dark = pole([asked]) === WHITE;
    else ground = token('paper');
  }
  root.dataset['theme'] = dark ? 'dark' : 'light';
  const plain = token('paper');
  const paper = ground ?? asked;
  // Without a ground of its own the frame lets the article's show through: both have the same colour scheme.
  set('rejoinder-background', ground ? asCss(ground) : 'transparent');

  if (contrast(plain, paper) > 1.02) {
    const edge = pole([paper]);
    set('paper-raised', asCss(paper));
    set('paper-sunken', asCss(mix(paper, edge === WHITE ? BLACK : WHITE, 0.08)));
    set('hairline', asCss(mix(paper, edge, 0.13)));
    set('thread', asCss(mix(paper, edge, 0.25)));
  }
  const surfaces = [paper, token('paper-sunken'), token('paper-raised')];
  for (const [name, ratio] of Object.entries(INKS)) fit(name, token(name), surfaces, ratio);
  const chosen = named('accent', accent);
  const bright = chosen ? over([chosen], paper) : token('accent');
  // What a link led to has a wash of the accent under it.
  const fitted = fit('accent', bright, [...surfaces, mix(paper, bright, 0.09)], TEXT);
  fit('on-accent', pole([fitted]), [fitted], TEXT);

  function fit(name: string, colour: Colour, on: readonly Colour[], ratio: number): Colour {
    const found = readable(colour, on, ratio);
    if (asCss(found) !== asCss(token(name))) set(name, asCss(found));
    return found;
  }
}

/** What one of our tokens is now. */
const token = (name: string): Colour => resolve(`var(--${name})`)?.colour ?? BLACK;

/** The publisher's colour; what is none is told to whoever looks for the reason. */
function named(name: string, colour: string | undefined): Translucent | undefined {
  if (!colour) return undefined;
  const found = resolve(colour);
  // oxlint-disable-next-line no-console -- where whoever makes the page looks
  if (!found && colour !== 'transparent') console.warn(`Rejoinder: --rejoinder-${name} is no colour: ${colour}`);
  return found;
}

let probe: HTMLElement | undefined;

/** Any CSS colour in numbers: a browser gives them for a mixed one alone. Undefined where it is none, or none of it is seen. */
function resolve(colour: string): Translucent | undefined {
  probe ??= document.body.appendChild(Object.assign(document.createElement('i'), { hidden: true }));
  probe.style.backgroundColor = '';
  probe.style.backgroundColor = `color-mix(in srgb, ${colour}, ${colour})`;
  const parts = getComputedStyle(probe).backgroundColor.match(/none|-?[\d.]+(?:e-?\d+)?/g) ?? [];
  const [red = 0, green = 0, blue = 0, opacity = 1] = parts.map((part) => Math.min(Math.max(Number(part) || 0, 0), 1));
  return opacity > 0 ? { colour: [red, green, blue], opacity } : undefined;
}
