import type { Said } from './talk.js';

/** The first day under the lead article. */
export const firstDay: readonly Said[] = [
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
];
