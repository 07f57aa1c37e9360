import { describe, expect, it } from '@jest/globals';
import { excerptOf } from '../../../src/web/console/queue/excerpt.js';

describe('the first words of a message', () => {
  it.each([
    ['<p>One</p>\n<p>two</p>', 'One two'],
    ['<p>1 &lt; 2 &amp; 3 &gt; 2, said &quot;Ana&quot; &#39;twice&#39;</p>', '1 < 2 & 3 > 2, said "Ana" \'twice\''],
    ['<p>&amp;lt;b&amp;gt;</p>', '&lt;b&gt;'],
    ['<a href="https://shop.example/">A <em>shop</em></a>', 'A shop'],
    ['<ul><li>One</li><li>two</li></ul>', 'One two'],
    ['<p>By 🚲 to the ferry</p>', 'By 🚲 to the ferry'],
    ['<p>Well:</p>\n<blockquote>\n<p>It is late.</p>\n</blockquote>\n<p>No.</p>', 'Well: “It is late.” No.'],
    ['<p>Well:</p><blockquote>It is late.</blockquote><p>No.</p>', 'Well: “It is late.” No.'],
    ['<p></p>', ''],
    [`<p>${'x'.repeat(300)}</p>`, 'x'.repeat(200)],
    [`<p>${'x'.repeat(199)}🚲</p>`, 'x'.repeat(199)],
  ])('of %j are %j', (html, words) => {
    expect(excerptOf(html)).toBe(words);
  });
});
