/** Everything the keyboard can do, in the order in which `?` shows it. `g h` is one key after the other. */
export const KEYS = [
  { key: 'j', command: 'next', says: 'Next message', group: 'Walk' },
  { key: 'k', command: 'previous', says: 'Previous message', group: 'Walk' },
  { key: '/', command: 'search', says: 'Search this queue', group: 'Walk' },
  { key: 'v', command: 'view', says: 'See it in its discussion (new tab)', group: 'Walk' },
  { key: 'a', command: 'approve', says: 'Approve', group: 'Decide' },
  { key: 'r', command: 'reject', says: 'Reject', group: 'Decide' },
  { key: 'R', command: 'rejectWithReason', says: 'Reject, with a reason', group: 'Decide' },
  { key: 's', command: 'spam', says: 'Spam', group: 'Decide' },
  { key: 'b', command: 'sanction', says: 'Suspend or ban the author', group: 'Decide' },
  { key: 'u', command: 'undo', says: 'Undo', group: 'Decide' },
  { key: 'c', command: 'close', says: 'Close the discussion', group: 'Discussion' },
  { key: 'o', command: 'reopen', says: 'Open it again', group: 'Discussion' },
  { key: 'n', command: 'names', says: 'Rename or move it (on its page)', group: 'Discussion' },
  { key: 'm', command: 'merge', says: 'Merge it into another (on its page)', group: 'Discussion' },
  { key: 'd', command: 'deleteThread', says: 'Delete it (on its page)', group: 'Discussion' },
  { key: 'g h', command: 'goHeld', says: 'Held', group: 'Go to' },
  { key: 'g r', command: 'goReported', says: 'Reported', group: 'Go to' },
  { key: 'g s', command: 'goSpam', says: 'Spam', group: 'Go to' },
  { key: 'g j', command: 'goRejected', says: 'Rejected', group: 'Go to' },
  { key: 'g a', command: 'goAll', says: 'All', group: 'Go to' },
  { key: 'g f', command: 'goFind', says: 'Find anything', group: 'Go to' },
  { key: 'g l', command: 'goLog', says: 'Log', group: 'Go to' },
  { key: 'g d', command: 'goAddresses', says: 'Addresses (owners and admins)', group: 'Go to' },
  { key: 'g e', command: 'goSettings', says: 'Settings (owners and admins)', group: 'Go to' },
  { key: '?', command: 'help', says: 'All keys', group: 'Console' },
  { key: 'Escape', command: 'back', says: 'Leave, close', group: 'Console' },
] as const;

export type Command = (typeof KEYS)[number]['command'];
export type Commands = Partial<Record<Command, () => void>>;

export function keyOf(command: Command): string {
  return KEYS.find((known) => known.command === command)?.key ?? '';
}
