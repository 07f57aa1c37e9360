import { Inject, Injectable } from '@nestjs/common';
import { excessText } from '../../admission/rules/length.js';
import { CONFIG, type Config } from '../../config/config.js';
import { ForumError } from '../../errors/forum-error.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { tooLong, type Bounds } from '../../text/bounds.js';
import { textOf } from '../../text/html.js';
import { linksOf, render } from '../markdown/markdown.js';
import { wordsOf } from './words.js';

/** A text with what comes of it, which no other message changes: made before its transaction, not in it. */
export type Rendered = {
  readonly text: string;
  readonly html: string;
  /** See words.ts. */
  readonly words: string;
  /** What of it there is to read. */
  readonly shown: string;
  /** Addresses that it links to. */
  readonly links: readonly string[];
};

/** How texts look. */
@Injectable()
export class RenderingService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly sites: SitesService,
  ) {}

  /** What is too long for the site is not rendered at all: the rule of length refuses it. */
  of(text: string, site: KnownSite): Rendered {
    const html = tooLong(text, this.bounds(site.maxLength)) ? '' : render(text);
    return { text, html, words: wordsOf(text), shown: textOf(html), links: linksOf(html) };
  }

  /** A text as it would look, for the composer. @throws ForumError refused when no site would take it for its length */
  async preview(text: string): Promise<{ html: string }> {
    const sites = [...(await this.sites.all()).values()];
    const most = Math.max(...sites.map(({ maxLength }) => maxLength));
    const excess = tooLong(text, this.bounds(most));
    if (excess)
      throw new ForumError('refused', { rule: 'length', ...excess, message: excessText(excess) }, excessText(excess));
    return { html: render(text) };
  }

  private bounds(characters: number): Bounds {
    return { characters, codePoints: this.config.MESSAGE_CODE_POINTS, bytes: this.config.MESSAGE_BYTES };
  }
}
