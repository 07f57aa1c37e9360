import { bridgeTalk } from './talk/bridge.talk.js';
import type { Talk } from './talk/talk.js';

/** Everyone who writes or votes in the demo. */
export const roll: readonly string[] = [
  'Rosalind Pike',
  'Priya Nair',
  'Lorna Kite',
  'Halim R.',
  'tidewatcher',
  'Sunniva',
  'Gareth, Upper Quay',
  'Mrs J. Tolland',
  'Marek',
  'Hetty',
  'Ines Ferreira',
  'Callum',
  'Nia',
  'Dr A. Menon',
  'Farouk',
  'Old Ropewalk',
  'Imogen Vale',
  'Peggy Laughton',
  'Stan W.',
  'Yusuf Demir',
  'Owen Marsh',
  'dockside_dan',
  'eastbanker',
  'Tobias Finch',
  'Wilf',
  'Anneliese',
  'Mo at the chandlery',
  'K. Adeyemi',
  'Petra',
  'Joss',
  'Bryn',
  'Fatima Z.',
  'Ruth on the hill',
  'Sandpiper',
];

/** Those who came today. They vote on nothing, and the console has their first message. */
export const newcomers: readonly string[] = ['Lena Brandt', 'Harbour Cabs', 'Ottilie', 'quick-cash-24'];

const nightBusTalk: Talk = {
  path: '/demo/articles/night-bus',
  said: [
    {
      by: 'Joss',
      ago: 1890,
      text: 'I do the fish market, four in the morning start. Two o’clock is the *end* of the evening for some and nearly the beginning for me. One at half past three and I would sell the moped.',
      up: 14,
      replies: [
        {
          by: 'Anneliese',
          ago: 1866,
          text: 'Write that on the card. They said that they read the cards.',
          up: 8,
          replies: [{ by: 'Joss', ago: 1850, text: 'I have written it on four cards.', up: 11 }],
        },
      ],
    },
    {
      by: 'Petra',
      ago: 1320,
      text: 'I was one of the four on the last one. The driver played the accordion at the terminus. I have not felt the same about public transport since.',
      up: 19,
    },
    {
      by: 'Bryn',
      ago: 760,
      text: 'Nineteen against two on Chapel Rise, and I know who the other one of the two is, because it is me. They can stop outside mine.',
      up: 16,
      replies: [
        { by: 'Ruth on the hill', ago: 731, text: 'Hello, neighbour. See you at the bottom of the road.', up: 12 },
      ],
    },
    {
      by: 'Callum',
      ago: 324,
      text: 'If anybody wants to thank the accordion: his name is Dennis Orme, he has the green door at 14 Chapel Rise, and he is in after four.',
      up: 3,
      reports: [
        {
          by: 'Petra',
          ago: 298,
          reason: 'personal_data',
          note: 'It is meant kindly. He would still rather not have his door in the paper.',
        },
        { by: 'Bryn', ago: 271, reason: 'personal_data' },
      ],
    },
    {
      by: 'Harbour Cabs',
      ago: 96,
      text: 'Why wait for a bus at all? Home from the quay for 6.50, any hour, and 20 % off with the word PACKET. Book at https://harbourcabs.example/night',
      heldFor: 'https://harbourcabs.example/night',
    },
  ],
};

const libraryTalk: Talk = {
  path: '/demo/articles/library',
  said: [
    {
      by: 'K. Adeyemi',
      ago: 2210,
      text: 'Six of us share a flat and one table. I did my whole access course in that library between four and half past five. Until ten would have been two years instead of three.',
      up: 22,
      replies: [
        {
          by: 'Wilf',
          ago: 2150,
          text: 'And I would like to sit down somewhere warm with a newspaper in the evening without buying a pint. Homework and sitting down: that is both of us.',
          up: 17,
        },
      ],
    },
    {
      by: 'Stan W.',
      ago: 1540,
      text: `> not one of her seven colleagues may lose an hour by it

For six years. I'd be happier if somebody said what happens in the seventh.`,
      up: 13,
      down: 1,
      reports: [{ by: 'Imogen Vale', ago: 1402, reason: 'off_topic', note: 'He says this under every article.' }],
      replies: [
        {
          by: 'Fatima Z.',
          ago: 1490,
          text: 'In the seventh we all go to the meeting. Put it in the diary.',
          up: 9,
        },
      ],
    },
    {
      by: 'Ottilie',
      ago: 19,
      text: "My grandmother's reading group has had the upstairs room on Thursdays since before I was born. They keep a list of every book since 1961: https://ropewalk-readers.example/list. She asks whether they may stay until ten as well, and says they are not quiet.",
      heldFor: 'https://ropewalk-readers.example/list',
    },
  ],
};

/** What was said under each article. Under the allotments nobody has said anything yet. */
export const talks: readonly Talk[] = [
  bridgeTalk,
  nightBusTalk,
  libraryTalk,
  { path: '/demo/articles/allotments', said: [] },
];
