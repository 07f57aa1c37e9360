/** What of a message there is to read: its HTML without the tags, entities as what they stand for. */
export function textOf(html: string): string {
  return html
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name]);
}

/** All that the renderer of messages writes. */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' } as const;
