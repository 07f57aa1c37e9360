import { describe, expect, it } from '@jest/globals';
import { Newspaper } from '../newspaper.js';

const paper = new Newspaper();

/** The width of the forum's frame and of what is around the tag, in px. */
async function widths(around: readonly [string, string], head = ''): Promise<{ frame: number; around: number }> {
  await paper.read({ around, head: `<style>body { margin: 0 }</style>${head}` });
  await paper.shown();
  return paper.page.evaluate(() => {
    const tag = document.querySelector('rejoinder-forum')!;
    return {
      frame: tag.shadowRoot!.querySelector('iframe')!.offsetWidth,
      around: (document.querySelector('.around') ?? document.body).clientWidth,
    };
  });
}

describe('the forum’s width', () => {
  it.each([
    ['a row', '<div style="display:flex">', '</div>'],
    ['a column', '<div style="display:flex;flex-direction:column;align-items:flex-start">', '</div>'],
    ['a centred column', '<div style="display:flex;flex-direction:column;align-items:center">', '</div>'],
    ['a grid', '<div style="display:grid;justify-items:start">', '</div>'],
    ['a grid of columns as wide as what is in them', '<div style="display:grid;grid-template-columns:auto">', '</div>'],
    ['a float', '<div style="float:left">', '</div>'],
    ['what is as wide as its content', '<div style="width:fit-content">', '</div>'],
    ['an inline block', '<div style="display:inline-block">', '</div>'],
    ['a table', '<table><td style="padding:0">', '</table>'],
    ['a positioned box', '<div style="position:absolute">', '</div>'],
  ])('is all there is in %s', async (_, open, close) => {
    const { frame, around } = await widths([open, close], '<style>table { border-spacing: 0 }</style>');
    expect(frame).toBe(around);
  });

  it.each([
    ['in a row', '<div style="display:flex"><aside style="flex:0 0 300px;height:9px"></aside>', '</div>'],
    ['in a grid', '<div style="display:grid;grid-template-columns:300px 1fr"><aside></aside>', '</div>'],
    [
      'in a flexible row',
      '<div style="display:flex"><aside style="flex:none;width:300px"></aside><div style="flex:1;min-width:0">',
      '</div></div>',
    ],
  ])('leaves the sidebar its place %s', async (_, open, close) => {
    const { frame, around } = await widths([open, close]);
    expect(frame).toBe(around - 300);
  });

  it('asks for nothing on a narrow screen, so that nothing scrolls sideways', async () => {
    await paper.page.setViewportSize({ width: 280, height: 600 });
    const { frame } = await widths([
      '<div class="around" style="display:grid"><div style="padding:10px">',
      '</div></div>',
    ]);
    expect(frame).toBe(260);
    expect(await paper.page.evaluate(() => document.documentElement.scrollWidth)).toBe(280);
  });
});
