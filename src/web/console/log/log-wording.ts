import { words } from '../wording/wording.js';

/** What an action of the log was: the words before what it was done to, and those after it. */
export function didSay(action: string): readonly [before: string, after: string] {
  return ACTIONS[action] ?? [`${words(action)}:`, ''];
}

const ACTIONS: Record<string, readonly [string, string]> = {
  'message.approve': ['approved a', ''],
  'message.reject': ['rejected a', ''],
  'message.spam': ['marked a', 'as spam'],
  'message.restore': ['restored a', ''],
  'message.hold': ['put a', 'back on hold'],
  'thread.open': ['opened a', 'again'],
  'thread.close': ['closed a', ''],
  'thread.archive': ['archived a', ''],
  'thread.rename': ['gave another title to a', ''],
  'thread.rename.undo': ['gave a', 'its former title again'],
  'thread.move': ['changed the address or key of a', ''],
  'thread.move.undo': ['gave a', 'its former address and key again'],
  'thread.merge': ['merged a', 'into another'],
  'thread.unmerge': ['took a', 'out of the one it was merged into'],
  'thread.delete': ['deleted a', ''],
  'thread.undelete': ['brought a', 'back'],
  'thread.look': ['had the page of a', 'looked at again'],
  'member.ban': ['banned a', ''],
  'member.suspend': ['suspended a', ''],
  'member.lift': ['let a', 'write again'],
  'member.erase': ['erased a', 'and all that they wrote'],
  'member.rename': ['asked a', 'for another name'],
  'staff.add': ['gave a role to a', ''],
  'staff.change': ['changed the role of a', ''],
  'staff.role': ['changed the role of a', ''],
  'staff.remove': ['took the role of a', 'away'],
  'staff.link': ['made a sign-in link for a', ''],
  'site.add': ['added a', ''],
  'site.change': ['changed the settings of a', ''],
  'settings.change': ['changed the settings of a', ''],
  'site.set': ['changed the settings of a', ''],
  'site.secret': ['made a new secret for a', ''],
  'site.remove': ['removed a', ''],
  'demo.remove': ['took the demo’s talk away from a', ''],
  'forum.restore': ['put a backup in the place of the', ''],
  'staff.token': ['made an API token for a', ''],
};

/** Whoever did it; nobody asks who sits at the server's own command line. */
export function actorSays({ id, name }: { readonly id: string; readonly name: string }): string {
  return id === 'command-line' ? 'The command line' : name;
}

const SUBJECTS: Record<string, string> = { thread: 'discussion' };

export function subjectSays(kind: string): string {
  return SUBJECTS[kind] ?? words(kind);
}
