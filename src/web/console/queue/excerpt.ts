const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** The first words of a message as they are shown, without line ends; long enough for two lines. */
export function excerptOf(html: string): string {
  return (
    html
      .replaceAll(/<[^<>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replaceAll(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
      .slice(0, 200)
      // Half of a character that was cut through.
      .replace(/[\ud800-\udbff]$/, '')
  );
}
