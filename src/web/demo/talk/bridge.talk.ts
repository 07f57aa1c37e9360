import type { Talk } from './talk.js';

/** Under the lead article: two days of a town talking. */
export const bridgeTalk: Talk = {
  path: '/',
  said: [
    {
      by: 'Rosalind Pike',
      ago: 2705,
      text: "I have crossed that bridge twice a day for thirty-one years and it has made me late for most of them. I don't know what I'll blame now.",
      up: 23,
      replies: [
        {
          by: 'Marek',
          ago: 2690,
          text: 'There is always the bypass. It has worked hard for it.',
          up: 17,
          replies: [
            { by: 'Rosalind Pike', ago: 2671, text: 'At seventeen minutes it will be my whole personality.', up: 12 },
          ],
        },
      ],
    },
    {
      by: 'dockside_dan',
      ago: 2698,
      text: 'So 4.2 million is too much to keep a road open, but nobody blinked at 900 thousand for the Corn Hall roof. Close the Corn Hall to cars, then.',
      up: 11,
      down: 7,
      replies: [
        {
          by: 'Priya Nair',
          ago: 2660,
          text: "The roof money was a heritage grant. It could be spent on that roof and on nothing else. Page 31 of last year's accounts, and I take no pleasure in knowing that.",
          up: 19,
          replies: [
            {
              by: 'dockside_dan',
              ago: 2644,
              text: 'Fair enough. Still a lot of roof.',
              up: 9,
              replies: [{ by: 'Priya Nair', ago: 2640, text: 'It is a lot of roof.', up: 14 }],
            },
          ],
        },
      ],
    },
    {
      by: 'Lorna Kite',
      ago: 2585,
      text: `I drive. I want to say that first, because what follows will sound as if I don't. I'm a carer, I have eleven people on both sides of the water, and the car is where I eat my lunch.

During the March trial I wrote down every crossing I would have made, because I was angry and I wanted numbers. Three weeks, 112 crossings. This is what they turned out to be:

- **61** were under a mile from door to door. I'd been driving them because the car was there.
- **29** needed the car: hoists, oxygen, once a wheelchair that doesn't fold.
- **22** were me going home and coming out again because two visits had been put in the wrong order.

So by my own figures a quarter of my driving over that bridge was real. For those 29 I needed to get across, quickly, without ringing anyone. If the order says carers get through *and the bollard works*, I lose nothing. If it says "permit holders may apply to", I lose my job, or Mr Abel on Chapel Rise loses me.

What I can't forgive is the 22. No bridge fixes a bad rota, but I'd never have seen it if they hadn't shut the bridge.

I don't know which way I'd vote. I do know that both sides are talking about a person who is "the driver" and I have been three different drivers in a week.`,
      up: 29,
      down: 1,
      replies: [
        {
          by: 'Owen Marsh',
          ago: 2540,
          text: `> I'd been driving them because the car was there.

This is honest and I respect it, but it's an argument for you walking, not for the rest of us being made to. I've a van full of tools. Every one of my crossings is one of your 29.`,
          up: 13,
          down: 4,
          replies: [
            {
              by: 'Lorna Kite',
              ago: 2522,
              text: "Then you should be on the list with me. I'd rather argue about who's on the list than about whether there is one.",
              up: 18,
              replies: [
                {
                  by: 'Owen Marsh',
                  ago: 2497,
                  text: "Lists get shorter. They don't get longer. Ask anyone who had a market pitch in 2015.",
                  up: 11,
                  down: 2,
                  replies: [
                    {
                      by: 'Halim R.',
                      ago: 2450,
                      text: 'I had a market pitch in 2015. The list got shorter because the people on it died. There are six pitches free if you want one, Owen.',
                      up: 22,
                      replies: [
                        {
                          by: 'Owen Marsh',
                          ago: 2441,
                          text: "I'll bring the van. Oh, wait.",
                          up: 26,
                        },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
        {
          by: 'Sunniva',
          ago: 2390,
          text: 'Somebody please print this out and put it on every chair in the Corn Hall.',
          up: 15,
        },
      ],
    },
    {
      by: 'Gareth, Upper Quay',
      ago: 2310,
      text: "I work at the yard. *Nine days* is nine days of dry weather with no spring tide in the middle. Last time they said nine days it was twenty-three. I still prefer it to ten weeks, but let's not carve it over the door.",
      up: 16,
      replies: [
        {
          by: 'tidewatcher',
          ago: 2288,
          text: `For anyone who wonders why it can't just be jacked up a bit: it has no bearing in the middle like a modern one. The whole weight rides on the ring of rollers ([this kind](https://en.wikipedia.org/wiki/Swing_bridge), but older). Two flat ones out of eight means the other six are carrying what eight should.`,
          up: 12,
          replies: [
            {
              by: 'Gareth, Upper Quay',
              ago: 2270,
              text: 'Correct. And you can hear which two. Stand underneath when it turns: it goes *rumble, rumble, clonk*.',
              up: 20,
            },
          ],
        },
      ],
    },
    {
      by: 'Mrs J. Tolland',
      ago: 1742,
      text: `I am a woman in Harbour View, though not the one Mr Thwaite means; there are several of us. I am eighty-three. I can walk to the bus perfectly well. It is the bus that can't get to me, because it is sitting behind forty cars on the bridge.

I should like to be asked before I am used as a reason.`,
      up: 31,
      replies: [
        {
          by: 'Ines Ferreira',
          ago: 1720,
          text: "My mother-in-law is in number 14 and would need the taxi. So there's one of each in the same corridor. I'd like them both to be asked.",
          up: 14,
        },
        {
          by: 'Callum',
          ago: 1698,
          text: "Mrs Tolland, you taught me to read! The new Number 4 kneels if you wave at the driver, by the way. You don't have to do the step.",
          up: 17,
          replies: [
            {
              by: 'Mrs J. Tolland',
              ago: 1655,
              text: 'Callum Reid? You could already read. You only needed to stop talking.',
              up: 33,
            },
          ],
        },
      ],
    },
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
  ],
};
