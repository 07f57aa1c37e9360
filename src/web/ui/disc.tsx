/** How many colours discs come in (`.disc[data-hue]` in tokens.css). */
const HUES = 12;

/** A member's initial on a colour that comes from the id: the same everywhere, and no request to anyone. */
export function Disc({ id, name }: { id: string; name: string }) {
  return (
    <span class="disc" data-hue={hueOf(id)} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}

/** FNV-1a over the id, its high bits mixed into the low ones, folded to a hue. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) % HUES;
}

/** The first letter or digit of a name, whatever its script; a dot where there is none. */
export function initialOf(name: string): string {
  return name.match(/[\p{L}\p{N}]/u)?.[0].toUpperCase() ?? '·';
}
