/** Red, green and blue in sRGB, 0 to 1. */
export type Colour = readonly [number, number, number];
export type Translucent = { readonly colour: Colour; readonly opacity: number };

export const BLACK: Colour = [0, 0, 0];
export const WHITE: Colour = [1, 1, 1];

/** From 1 to 21, as WCAG 2 has it ("contrast ratio", "relative luminance"). */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as unknown as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `share` of the other, the rest of the one. */
export function mix(one: Colour, other: Colour, share: number): Colour {
  return one.map((part, index) => part + (other[index]! - part) * share) as unknown as Colour;
}

/** What is seen of colours that lie one over the other, the uppermost first, on a ground that lets nothing through. */
export function over(layers: readonly Translucent[], ground: Colour): Colour {
  return layers.reduceRight((below, { colour, opacity }) => mix(below, colour, opacity), ground);
}

/** Black or white: what can be read better on all of these. */
export function pole(surfaces: readonly Colour[]): Colour {
  const worst = (colour: Colour) => Math.min(...surfaces.map((surface) => contrast(colour, surface)));
  return worst(BLACK) > worst(WHITE) ? BLACK : WHITE;
}

/** The colour, or as little as possible darker or lighter, so that it has this contrast with all of these. */
export function readable(colour: Colour, surfaces: readonly Colour[], ratio: number): Colour {
  const towards = pole(surfaces);
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = mix(colour, towards, share);
    if (surfaces.every((surface) => contrast(candidate, surface) >= ratio)) return candidate;
  }
  return towards;
}

export const asCss = (colour: Colour): string => `rgb(${colour.map((part) => Math.round(part * 255)).join(' ')})`;
