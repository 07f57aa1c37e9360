import type { HostSettings } from './bridge.js';

/**
 * How the publisher's page looks where the forum stands: its `--rejoinder-*` variables, its font and whether it is dark.
 * They are sent as they are written; the forum's page decides which of them it can use.
 */
export function settingsOf(element: HTMLElement): HostSettings {
  const style = getComputedStyle(element);
  const variable = (name: string): string => style.getPropertyValue(`--rejoinder-${name}`).trim();
  return {
    theme: themeOf(element, style.color),
    font: variable('font') || style.fontFamily,
    accent: variable('accent'),
    background: variable('background'),
    radius: parseFloat(variable('radius')),
    ssoToken: element.getAttribute('sso-token') ?? undefined,
  };
}

/**
 * `auto` means: as the page is. Not every dark page says so in `color-scheme`, and not every page follows the reader's
 * system, but a page whose text is light is dark. Luma as in ITU-R BT.601.
 */
function themeOf(element: HTMLElement, textColour: string): HostSettings['theme'] {
  const asked = element.getAttribute('theme');
  if (asked === 'light' || asked === 'dark') return asked;
  const [red, green, blue] = textColour.match(/[\d.]+/g)?.map(Number) ?? [];
  if (!textColour.startsWith('rgb') || blue === undefined) return 'auto';
  return red! * 0.299 + green! * 0.587 + blue * 0.114 > 140 ? 'dark' : 'light';
}
