/** What readers write about: words of a local paper's comments, the commonest first. */
const WORDS =
  `the of and to a in that it is was for on are as with they be at this have from or had by not but what all were
when we there can an your which their said if will each about how up out them then she many some so these would other into has more
her two like him see time could no make than first been its who now people my made over did down only way find use may water long
little very after words called just where most know council river bridge school bus street road town house shop market harbour ferry
library park station bakery office mayor paper article reporter photograph map budget euro rent winter summer spring flood storm
rain morning evening night week month year decade grandmother neighbour teacher driver nurse fisherman student tenant landlord
committee meeting vote plan proposal promise mistake question answer figure number cost price tax money repair concrete timber stone
roof wall window garden tree bicycle car tram train platform timetable delay ticket crossing corner square church tower bell clock
quiet loud narrow wide old new careful honest foolish expensive cheap empty crowded late early broken finished forgotten possible
agree disagree believe doubt remember forget explain promise build close open move wait walk cross pay read write print ask listen
everyone nobody somebody perhaps probably certainly never always often seldom again still already almost enough rather instead
because although unless until whether therefore otherwise meanwhile isn't don't won't that's there's couldn't`.split(
    /\s+/,
  );

/** Numerical Recipes' linear congruential generator: the same text for the same number, on every machine. */
const next = (seed: number): number => (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;

/**
 * The text of post number `n`: two to four sentences of plain ASCII, 100 to 400 characters; some have marks of Markdown. It
 * packs about as small as what people write.
 */
export function prose(n: number): string {
  let seed = next(next(n + 1));
  const roll = (sides: number): number => {
    seed = next(seed);
    return Math.floor((seed / 2 ** 32) * sides);
  };
  // Squared: the words at the front of the list come more often, as they do.
  const word = (): string => WORDS[Math.floor((roll(1_000) / 1_000) ** 2 * WORDS.length)] as string;
  const sentence = (): string => {
    const words = Array.from({ length: 8 + roll(12) }, word);
    const marked = roll(12);
    if (marked < 2) words[3] = marked === 0 ? `*${words[3]}*` : `**${words[3]}**`;
    if (roll(3) === 0) words[5] += ',';
    const text = words.join(' ');
    return `${text[0]?.toUpperCase()}${text.slice(1)}${'.....?!'[roll(7)]}`;
  };
  const text = Array.from({ length: 2 + roll(3) }, sentence).join(' ');
  return roll(10) === 0 ? `> ${sentence()}\n\n${text}` : text;
}
