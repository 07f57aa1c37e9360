import { Parser } from 'htmlparser2';

/** What an article's page says of itself. */
export type PageWords = {
  readonly title: string;
  /** As it is written: it may be relative. */
  readonly canonical: string | undefined;
  readonly base: string | undefined;
  /** Where its picture is (og:image), as an absolute address; undefined where it names none that could be one. */
  readonly image: string | undefined;
  /** The forum's tags in the page. */
  readonly tags: readonly {
    readonly site: string;
    readonly key: string | undefined;
    readonly url: string | undefined;
  }[];
};

/** Tags that are read: a page with more of them is none that somebody wrote. */
const TAGS = 20;

const IMAGE = /^og:image(:url|:secure_url)?$/i;
/** Longest address of a picture that is taken, in characters. */
const LONGEST_IMAGE = 2_048;

/** An absolute http(s) address without a user, as the standard writes it. */
function imageOf(content = ''): string | undefined {
  const text = content.trim();
  if (!/^https?:\/\//i.test(text) || text.length > LONGEST_IMAGE || !URL.canParse(text)) return undefined;
  const { href, username, password } = new URL(text);
  return username || password || href.length > LONGEST_IMAGE ? undefined : href;
}

/** Reads a page as a publisher wrote it; nothing in it runs. */
export function wordsOfPage(html: string): PageWords {
  let title = '';
  let ogTitle: string | undefined;
  let canonical: string | undefined;
  let base: string | undefined;
  let image: string | undefined;
  let isTitle = false;
  const tags: PageWords['tags'][number][] = [];
  let tagTitle: string | undefined;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        // The first <title>: those inside of pictures (SVG) come later.
        if (name === 'title') isTitle = title === '';
        if (name === 'base') base ??= attributes['href'];
        if (name === 'meta' && attributes['property']?.toLowerCase() === 'og:title') ogTitle ??= attributes['content'];
        if (name === 'meta' && IMAGE.test(attributes['property'] ?? '')) image ??= imageOf(attributes['content']);
        if (name === 'link' && (attributes['rel'] ?? '').toLowerCase().split(/\s+/).includes('canonical'))
          canonical ??= attributes['href'];
        if (name === 'rejoinder-forum' && tags.length < TAGS) {
          const { site = 'default', url, key = attributes['article-key'] } = attributes;
          tags.push({ site, key: key || undefined, url: url || undefined });
          tagTitle ??= attributes['title'];
        }
      },
      ontext(text) {
        if (isTitle) title += text;
      },
      onclosetag(name) {
        if (name === 'title') isTitle = false;
      },
    },
    { decodeEntities: true },
  );
  parser.write(html);
  parser.end();
  return { title: tagTitle || ogTitle || title, canonical, base, image, tags };
}

/** Bytes as the letters that they are: as the server says, else as the page does, else UTF-8. */
export function lettersOf(body: Buffer, type: string): string {
  const named = /charset\s*=\s*"?([\w:.-]+)/i;
  const charset = named.exec(type)?.[1] ?? named.exec(body.subarray(0, 1_024).toString('latin1'))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
