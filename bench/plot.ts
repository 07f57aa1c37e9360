import type { Figure } from './figure.js';

const ROW = 22;
const LEFT = 250;
const WIDTH = 560;
const RIGHT = 70;
/** Ratios are shown on a logarithmic axis between these. */
const AXIS = { least: 1 / 32, most: 32 } as const;

const INK = '#1f2328';
const FAINT = '#8b949e';
const BETTER = '#2f7d4f';
const WORSE = '#b5662a';

/** Each figure beside its limit, as SVG: a bar from the limit's line to the ratio, to the right where the figure is better. */
export function plot(figures: readonly Figure[]): string {
  const shown = figures.filter((figure): figure is Figure & { ratio: number } => figure.ratio !== undefined);
  const height = (shown.length + 2) * ROW;
  const ticks = [1 / 16, 1 / 4, 1, 4, 16].map(
    (ratio) =>
      `<line x1="${x(ratio)}" x2="${x(ratio)}" y1="${ROW}" y2="${height - ROW}" stroke="${FAINT}" stroke-width="${ratio === 1 ? 1.5 : 0.5}"/>` +
      `<text x="${x(ratio)}" y="${height - 6}" fill="${FAINT}" text-anchor="middle">${ratio < 1 ? `1/${1 / ratio}` : ratio}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + RIGHT} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${x(1)}" y="14" fill="${FAINT}" text-anchor="middle">the limit</text>`,
    ...ticks,
    ...shown.map((figure, row) => bar(figure, (row + 1) * ROW)),
    '</svg>',
    '',
  ].join('\n');
}

/** How many times as good as the limit, whichever way is better. */
const merit = ({ better, ratio }: Figure & { ratio: number }): number => (better === 'higher' ? ratio : 1 / ratio);

function bar(figure: Figure & { ratio: number }, top: number): string {
  const good = merit(figure);
  const [from, to] = [Math.min(x(good), x(1)), Math.max(x(good), x(1))];
  const width = Math.max(1, to - from);
  return (
    `<text x="${LEFT - 8}" y="${top + 15}" fill="${INK}" text-anchor="end">${figure.name}</text>` +
    `<rect x="${from.toFixed(1)}" y="${top + 5}" width="${width.toFixed(1)}" height="${ROW - 10}" fill="${good >= 1 ? BETTER : WORSE}"/>` +
    `<text x="${LEFT + WIDTH + 8}" y="${top + 15}" fill="${INK}">${figure.ratio.toFixed(2)}</text>`
  );
}

function x(ratio: number): number {
  const within = Math.min(AXIS.most, Math.max(AXIS.least, ratio));
  return LEFT + (Math.log(within / AXIS.least) / Math.log(AXIS.most / AXIS.least)) * WIDTH;
}
