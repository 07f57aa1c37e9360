/** Sentences as readers write them under an article: plain ASCII, some with marks of Markdown. */
const SENTENCES = [
  'I walked past the bridge this morning and the water was already over the second step.',
  "That isn't what the council said in March, and nobody has explained the change since.",
  'My grandmother ran the shop on the corner for thirty years; she would have laughed at this plan.',
  'Has anyone asked the people who live on the other side of the river?',
  'The figures in the second paragraph do *not* add up, unless the ferry is counted twice.',
  'We tried the same in our town: it took five years, cost double and then it worked.',
  'Good piece. More of this, please.',
  "I disagree with almost every word, but I'm glad that somebody wrote it down.",
  'The night bus is the real story here, and it gets one sentence at the very end.',
  '> nobody was consulted\n\nThere were three meetings, and I sat through all of them.',
  'It depends on whether the school stays open, which **nobody** seems to know.',
  'Thank you for the map. It shows at a glance what two pages of text did not.',
] as const;

/** The text of post number `n`: two to four sentences, 150 to 350 characters, the same for the same number. */
export function prose(n: number): string {
  const length = 2 + (n % 3);
  const sentences = Array.from({ length }, (_, index) => SENTENCES[(n * 5 + index * 7) % SENTENCES.length] as string);
  return sentences.toSorted((a, b) => Number(b.startsWith('>')) - Number(a.startsWith('>'))).join(' ');
}
