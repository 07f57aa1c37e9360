/**
 * An LRUCache's bound of so many entries. By `max` it would lay out room for all of them at once and keep it, full or not:
 * 2.4 MB for 100,000 of them.
 */
export const atMost = (entries: number) => ({ maxSize: entries, sizeCalculation: () => 1 });
