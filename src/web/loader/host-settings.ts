import type { HostSettings } from './bridge.js';

/** What a script of the page said of who is reading, over what its tags say; empty: nobody who is signed in there. */
let token: string | undefined;
export const takeToken = (given: string): void => void (token = given);

/**
 * How the publisher's page looks where the forum stands: its `--rejoinder-*` variables, its font, what is behind the forum
 * and whether the page is dark. All is sent as it is written; the forum's page makes of it what can be read.
 */
export function settingsOf(element: HTMLElement, probe: Element): HostSettings {
  const style = getComputedStyle(element);
  const variable = (name: string): string => style.getPropertyValue(`--rejoinder-${name}`).trim();
  const light = isLight(probe);
  return {
    // A page that gives itself no background has text of the other colour.
    theme: /^(light|dark)$/.exec(element.getAttribute('theme')!)?.[0] ?? (light ? 'dark' : 'light'),
    font: variable('font') || style.fontFamily,
    accent: variable('accent'),
    background: variable('background'),
    behind: [...behind(element), light ? '#000' : '#fff'],
    radius: parseFloat(variable('radius')),
    ssoToken: token ?? element.getAttribute('sso'),
  } as HostSettings;
}

/** The colour of whatever text stands where the forum does, in numbers, which a browser gives for a mixed colour alone. */
export const TEXT_COLOUR = 'color-mix(in srgb,currentcolor,currentcolor)';

/**
 * Not every dark page says so in `color-scheme`, and not every page follows the reader's system, but a page whose text is
 * light is dark. Luma as in ITU-R BT.601.
 */
function isLight(probe: Element): boolean {
  const [red = 0, green = 0, blue = 0] = getComputedStyle(probe).backgroundColor.match(/[\d.e-]+(?=[ /)])/g) ?? [];
  return +red * 0.3 + +green * 0.6 + +blue * 0.1 > 0.5;
}

/** The backgrounds behind the forum, the nearest first; out of a shadow root too. */
function behind(element: Element): string[] {
  const colours = [];
  for (let node = element; node; node = node.parentElement ?? (node.getRootNode() as ShadowRoot).host)
    colours.push(getComputedStyle(node).backgroundColor);
  return colours;
}
