/**
 * A talk of ten messages that a thread repeats: five roots and five replies, so that a page of fifty roots holds a hundred
 * messages however long the thread is. Each entry is the place within the ten of the message replied to; null for a root.
 */
export const TALK = [null, 0, 1, null, 3, null, 5, 5, null, null] as const;
