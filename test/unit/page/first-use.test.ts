import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createElement, Fragment, options, render, type ContainerNode } from 'preact';
import { onFirstUse } from '../../../src/web/forum/chunk.js';
import { settled } from '../../support/sitting.js';

/** As much of a document as Preact needs to draw elements without attributes. */
class Node {
  readonly childNodes: Node[] = [];
  parentNode: Node | null = null;
  readonly nodeType = 1;
  readonly attributes: never[] = [];
  readonly namespaceURI = 'http://www.w3.org/1999/xhtml';

  constructor(readonly localName: string) {}

  get ownerDocument() {
    return { createElementNS: (_: string, name: string) => new Node(name), createTextNode: () => new Node('#text') };
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get nextSibling() {
    const among = this.parentNode?.childNodes ?? [];
    return among[among.indexOf(this) + 1] ?? null;
  }
  insertBefore(node: Node, before: Node | null): void {
    node.parentNode?.removeChild(node);
    const at = before ? this.childNodes.indexOf(before) : -1;
    this.childNodes.splice(at < 0 ? this.childNodes.length : at, 0, node);
    node.parentNode = this;
  }
  removeChild(node: Node): void {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
    node.parentNode = null;
  }
}

/** What waits for the next frame: the effects of what was drawn. */
let frames: (() => void)[] = [];
const frame = async () => {
  frames.splice(0).forEach((effects) => effects());
  await settled();
};
const before = options.requestAnimationFrame;
beforeEach(() => {
  frames = [];
  options.requestAnimationFrame = (effects) => void frames.push(effects);
});
afterEach(() => {
  options.requestAnimationFrame = before;
});

it('a part of the page shows in every place, also where it came to another one first', async () => {
  let arrive!: () => void;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const Part = onFirstUse(() => arrived.then(() => ({ Part: () => createElement('b', null) })), 'Part');
  const root = new Node('body');
  const shows = (places: number) => {
    const all = Array.from({ length: places }, (_, key) => createElement(Part, { key }));
    render(createElement(Fragment, null, all), root as unknown as ContainerNode);
  };
  shows(1);
  await frame();
  // The second is drawn while the part is on its way to the first, and looks for it only after it has come.
  shows(2);
  arrive();
  await settled();
  await frame();
  await frame();
  expect(root.childNodes.map(({ localName }) => localName)).toEqual(['b', 'b']);
});
