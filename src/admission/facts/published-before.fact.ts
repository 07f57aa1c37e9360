import { Injectable } from '@nestjs/common';
import type { Fact, Known } from '../fact.js';

/** How many messages of the author were ever published. */
@Injectable()
export class PublishedBeforeFact implements Fact<number> {
  readonly name = 'published_before';
  load(): Promise<Known<number>> {
    const published = new Map<string, number>();
    return Promise.resolve({
      of: ({ author }) => author.published + (published.get(author.id) ?? 0),
      admitted: ({ author: { id } }, isPublished) => {
        if (isPublished) published.set(id, (published.get(id) ?? 0) + 1);
      },
    });
  }
}
