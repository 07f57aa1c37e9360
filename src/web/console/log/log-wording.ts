import { t } from '../../../i18n/format.js';
import { stateText, words } from '../wording/wording.js';

/** What an action of the log was, as a sentence about who did it to what. Of one that this build does not know its own name is told. */
export function actionText(action: string, kind: string) {
  if (action === 'settings.change' && kind === 'member') return 'console.did.settings.member';
  return ACTIONS[action as keyof typeof ACTIONS] as (typeof ACTIONS)[keyof typeof ACTIONS] | undefined;
}

const ACTIONS = {
  'message.approve': 'console.did.message.approve',
  'message.reject': 'console.did.message.reject',
  'message.spam': 'console.did.message.spam',
  'message.restore': 'console.did.message.restore',
  'message.hold': 'console.did.message.hold',
  'thread.open': 'console.did.thread.open',
  'thread.close': 'console.did.thread.close',
  'thread.archive': 'console.did.thread.archive',
  'thread.rename': 'console.did.thread.rename',
  'thread.rename.undo': 'console.did.thread.unrename',
  'thread.move': 'console.did.thread.move',
  'thread.move.undo': 'console.did.thread.unmove',
  'thread.merge': 'console.did.thread.merge',
  'thread.unmerge': 'console.did.thread.unmerge',
  'thread.delete': 'console.did.thread.delete',
  'thread.undelete': 'console.did.thread.undelete',
  'thread.look': 'console.did.thread.look',
  'member.ban': 'console.did.member.ban',
  'member.suspend': 'console.did.member.suspend',
  'member.lift': 'console.did.member.lift',
  'member.erase': 'console.did.member.erase',
  'member.rename': 'console.did.member.rename',
  'staff.add': 'console.did.staff.add',
  'staff.change': 'console.did.staff.change',
  'staff.role': 'console.did.staff.change',
  'staff.remove': 'console.did.staff.remove',
  'staff.link': 'console.did.staff.link',
  'staff.token': 'console.did.staff.token',
  'passkey.add': 'console.did.passkey.add',
  'passkey.remove': 'console.did.passkey.remove',
  'site.add': 'console.did.site.add',
  'site.change': 'console.did.site.change',
  'settings.change': 'console.did.site.change',
  'site.set': 'console.did.site.change',
  'site.secret': 'console.did.site.secret',
  'site.remove': 'console.did.site.remove',
  'demo.remove': 'console.did.demo',
  'forum.restore': 'console.did.restore',
  'forum.migrate': 'console.did.migrate',
  'jobs.retry': 'console.did.retry',
} as const;

/** Whoever did it; nobody asks who sits at the server's own command line. */
export function actorText({ id, name }: { readonly id: string; readonly name: string }): string {
  return id === 'command-line' ? t('console.log.commandLine') : name;
}

const SUBJECTS = {
  message: 'console.subject.message',
  thread: 'console.subject.thread',
  member: 'console.subject.member',
  site: 'console.subject.site',
  forum: 'console.subject.forum',
} as const;

export function subjectText(kind: string): string {
  return kind in SUBJECTS ? t(SUBJECTS[kind as keyof typeof SUBJECTS]) : words(kind);
}

const FIELDS = {
  state: 'console.field.state',
  reports: 'console.field.reports',
  until: 'console.field.until',
  title: 'console.field.title',
  url: 'console.field.url',
  key: 'console.field.key',
  name: 'console.field.name',
  role: 'console.field.role',
  hosts: 'console.field.hosts',
  section: 'console.field.section',
  language: 'console.field.language',
} as const;

/** A field of a record in words, and what it held; undefined: it has no other name than its own. */
export function fieldText(field: string): string | undefined {
  const [name = '', ...within] = field.split('.');
  return name in FIELDS ? [t(FIELDS[name as keyof typeof FIELDS]), ...within].join(' ') : undefined;
}

export const valueText = (field: string, value: string): string => (field === 'state' ? stateText(value) : value);
