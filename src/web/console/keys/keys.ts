import { goToQueue, QUEUE_KINDS, QUEUES } from '../queue/queues.js';

/** Everything the keyboard can do, in the order in which `?` shows it. `g h` is one key after the other. */
export const KEYS = [
  { key: 'j', command: 'next', says: 'console.keys.next', group: 'console.keys.group.walk' },
  { key: 'k', command: 'previous', says: 'console.keys.previous', group: 'console.keys.group.walk' },
  { key: '/', command: 'search', says: 'console.keys.search', group: 'console.keys.group.walk' },
  { key: 'v', command: 'view', says: 'console.keys.view', group: 'console.keys.group.walk' },
  { key: 'a', command: 'approve', says: 'console.keys.approve', group: 'console.keys.group.decide' },
  { key: 'r', command: 'reject', says: 'console.keys.reject', group: 'console.keys.group.decide' },
  { key: 'R', command: 'rejectWithReason', says: 'console.keys.rejectWithReason', group: 'console.keys.group.decide' },
  { key: 's', command: 'spam', says: 'console.keys.spam', group: 'console.keys.group.decide' },
  { key: 'b', command: 'sanction', says: 'console.keys.sanction', group: 'console.keys.group.decide' },
  { key: 'u', command: 'undo', says: 'console.keys.undo', group: 'console.keys.group.decide' },
  { key: 'c', command: 'close', says: 'console.keys.closeDiscussion', group: 'console.keys.group.discussion' },
  { key: 'o', command: 'reopen', says: 'console.keys.reopen', group: 'console.keys.group.discussion' },
  { key: 'n', command: 'names', says: 'console.keys.names', group: 'console.keys.group.discussion' },
  { key: 'm', command: 'merge', says: 'console.keys.merge', group: 'console.keys.group.discussion' },
  { key: 'd', command: 'deleteThread', says: 'console.keys.delete', group: 'console.keys.group.discussion' },
  ...QUEUE_KINDS.map((kind) => {
    const { key, name: says } = QUEUES[kind];
    return { key, command: goToQueue(kind), says, group: 'console.keys.group.goTo' } as const;
  }),
  { key: 'g f', command: 'goFind', says: 'console.keys.find', group: 'console.keys.group.goTo' },
  { key: 'g l', command: 'goLog', says: 'console.page.log', group: 'console.keys.group.goTo' },
  { key: 'g d', command: 'goAddresses', says: 'console.keys.addresses', group: 'console.keys.group.goTo' },
  { key: 'g e', command: 'goSettings', says: 'console.keys.settings', group: 'console.keys.group.goTo' },
  { key: '?', command: 'help', says: 'console.keys.all', group: 'console.keys.group.console' },
  { key: 'Escape', command: 'back', says: 'console.keys.back', group: 'console.keys.group.console' },
] as const;

export type Command = (typeof KEYS)[number]['command'];
export type Commands = Partial<Record<Command, () => void>>;

export function keyOf(command: Command): string {
  return KEYS.find((known) => known.command === command)?.key ?? '';
}
