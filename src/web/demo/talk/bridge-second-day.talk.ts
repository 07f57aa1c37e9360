import type { Said } from './talk.js';

/** The second day under the lead article, and what waits for a moderator. */
export const secondDay: readonly Said[] = [
  {
    by: 'eastbanker',
    ago: 1480,
    text: "Nobody who wants this lives on the east side. You've got the doctor, the station *and* the supermarket over there. We've got a school and a view. Cutting us off and calling it fresh air is a bit much.",
    up: 14,
    down: 12,
    replies: [
      {
        by: 'Tobias Finch',
        ago: 1462,
        text: 'You have three cars on your drive, which is more than the bridge could hold anyway.',
        deleted: true,
        replies: [
          {
            by: 'Nia',
            ago: 1450,
            text: "That's uncalled for. He might be wrong about the fresh air but he's right about the doctor. Put a surgery on the east side and half of this argument goes away.",
            up: 21,
            replies: [{ by: 'eastbanker', ago: 1431, text: "Thank you. I'd sign *that* petition.", up: 10 }],
          },
        ],
      },
      {
        by: 'Imogen Vale',
        ago: 1402,
        text: "I live on the east side and I want this. My two walk to school over that bridge on a pavement as wide as a tea tray. There, now it's not nobody.",
        up: 18,
        down: 3,
      },
    ],
  },
  {
    by: 'Dr A. Menon',
    ago: 1210,
    text: `"A minute and fifty seconds longer, on average" is the wrong number to print. Averages don't have heart attacks. What is it **at half past eight on a school day**?`,
    up: 19,
    down: 1,
    replies: [
      {
        by: 'Farouk',
        ago: 1175,
        text: `I'm on the pump at weekends, so this is only me talking. Four minutes, on a bad morning. But the same bad morning it was three before, stuck behind the queue for the bridge with the blues on and nowhere for anyone to pull over to.`,
        up: 24,
        replies: [
          {
            by: 'Dr A. Menon',
            ago: 1160,
            text: "That's a much better answer than the report's. I withdraw the tone and keep the question.",
            up: 16,
          },
        ],
      },
    ],
  },
  {
    by: 'Hetty',
    ago: 655,
    text: 'My daughter is nine and has one question: what happens to the man who lives in the little house on top?',
    up: 20,
    replies: [
      {
        by: 'Old Ropewalk',
        ago: 640,
        text: "There's been nobody in it since 1988. It's worked from a green cabinet next to the toilets. I wouldn't tell her.",
        up: 27,
        replies: [
          {
            by: 'Hetty',
            ago: 622,
            text: "I've told her that he has retired to Upper Quay.",
            up: 15,
            replies: [
              {
                by: 'Gareth, Upper Quay',
                ago: 590,
                text: "He did. He's my uncle. He comes down on Fridays to tell us what we're doing wrong.",
                up: 32,
              },
            ],
          },
        ],
      },
    ],
  },
  {
    by: 'Peggy Laughton',
    ago: 214,
    text: 'I signed the petition on Monday in the Caulker, read this on Wednesday, and went back to have my name taken off.',
    up: 9,
    down: 2,
    replies: [
      {
        by: 'Stan W.',
        ago: 190,
        text: 'Did they take it off?',
        up: 4,
        replies: [{ by: 'Peggy Laughton', ago: 181, text: "They're putting it to a vote.", up: 18 }],
      },
    ],
  },
  {
    by: 'Yusuf Demir',
    ago: 47,
    text: "Has anyone costed what the *fourteen months* does to the shops on Tide Street? Both plans shut it. One shuts it for nine months longer. I haven't nine months.",
    up: 6,
  },
  {
    by: 'Sunniva',
    ago: 12,
    text: 'Stood on it with a coffee at ten past eight yesterday, counting. Sixty-one cars, fifty-four of them with one person in. One had a dog at the wheel, as far as I could see, and it was the only one that waved.',
    up: 5,
    replies: [{ by: 'Marek', ago: 4, text: 'The dog needs to be on the list.', up: 3 }],
  },
  {
    by: 'eastbanker',
    ago: 143,
    text: 'The whole of Upper Quay has had its hand in our pocket for thirty years. You are thieves, every one of you, and Gareth keeps the list of who gets what.',
    down: 5,
    reports: [
      {
        by: 'Gareth, Upper Quay',
        ago: 131,
        reason: 'abuse',
        note: 'I keep a list of who needs their bins putting out.',
      },
      { by: 'Nia', ago: 118, reason: 'abuse' },
      { by: 'Old Ropewalk', ago: 84, reason: 'off_topic', note: 'Not one word of it is about the bridge.' },
    ],
  },
  {
    by: 'Lena Brandt',
    ago: 38,
    text: 'The county has put the counts of the March trial online, hour by hour: https://data.county.example/bridge/march. The dip in the morning is real. In the evening there is none.',
    heldFor: 'https://data.county.example/bridge/march',
  },
  {
    by: 'quick-cash-24',
    ago: 7,
    text: 'Bridge closed, bills open? CASH IN TEN MINUTES no questions >>> https://quick-cash.example/now',
    heldFor: 'https://quick-cash.example/now',
  },
];
