const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** No message has these two characters: they stand for quotation marks until it is settled which spaces there are. */
const [OPENS, ENDS] = ['\u0002', '\u0003'];
const QUOTES: Readonly<Record<string, string>> = { blockquote: OPENS, '/blockquote': ENDS };

/** What stands within a line: words and stops go on behind it. */
const INLINE = /^\/?(a|em|strong|code|del|s|sup|span)$/;

/** The first words of a message as they are shown, without line ends, a quotation in its marks; long enough for two lines. */
export function excerptOf(html: string): string {
  return (
    html
      .replaceAll(
        /<(\/?[a-z]+)?[^<>]*>/g,
        (_, tag = '') => QUOTES[tag as string] ?? (INLINE.test(tag as string) ? '' : ' '),
      )
      .replaceAll(/\s+/g, ' ')
      .replaceAll(`${OPENS} `, ' “')
      .replaceAll(OPENS, ' “')
      .replaceAll(` ${ENDS}`, '” ')
      .replaceAll(ENDS, '” ')
      .replaceAll(/ {2,}/g, ' ')
      .trim()
      .replaceAll(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
      .slice(0, 200)
      // Half of a character that was cut through.
      .replace(/[\ud800-\udbff]$/, '')
  );
}
