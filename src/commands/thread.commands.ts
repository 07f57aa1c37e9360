import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import type { INestApplicationContext } from '@nestjs/common';
import { systemActor } from '../auth/actor.js';
import { COMMAND_LINE } from '../audit/audit-log.js';
import { ThreadActsRepository } from '../moderation/threads/thread-acts.repository.js';
import { ThreadActsService } from '../moderation/threads/thread-acts.service.js';
import { ThreadUndoService } from '../moderation/threads/thread-undo.service.js';
import { SiteSecretsService } from '../sites/secrets/site-secrets.service.js';
import { SitesService } from '../sites/sites.service.js';
import { AddressesRepository } from '../threads/addresses/addresses.repository.js';
import { PrimaryReads } from '../database/primary-reads.js';
import { SignaturesService } from '../threads/signatures/signatures.service.js';
import { titleOf } from '../threads/thread.view.js';
import { ThreadsService } from '../threads/threads.service.js';
import type { ThreadAnswer } from '../moderation/threads/thread-acts.schema.js';
import type { Command } from './command.js';
import { checked } from './checked.js';
import { mergeThread, threadNames } from '../moderation/threads/thread-acts.schema.js';

/** Whoever sits at the command line may everything. */
const STAFF = systemActor(COMMAND_LINE);
const HOUR = 3_600_000;
/** How many threads `thread list` shows, and hours for which a secret is good after another took its place. */
const LISTED = 200;
const OVERLAP = 168;

export const THREAD_COMMANDS: readonly Command[] = [
  {
    name: 'thread list',
    takes: 'SITE',
    does: say('command.thread.list', { n: LISTED }),
    words: 1,
    run: async (forum, given) => {
      await forum.get(SitesService).site(given.word());
      const threads = await service(forum, ThreadActsRepository).list(given.word(), LISTED);
      const lines = threads.map(
        ({ id, messageCount, url, title }) => `${id}\t${messageCount}\t${url}\t${titleOf({ title, url })}`,
      );
      return lines.join('\n') || t('command.thread.none');
    },
  },
  {
    name: 'thread show',
    takes: 'ID',
    does: say('command.thread.show'),
    words: 1,
    run: async (forum, given) => {
      const thread = await service(forum, ThreadsService).get(given.word());
      const names = await service(forum, AddressesRepository).of(service(forum, PrimaryReads), thread.id);
      const { id, title, url, state, messageCount } = thread;
      return [
        `${id}\t${title}\t${url}\t${state}\t${messages(messageCount)}`,
        ...names.map(({ kind, value }) => `  ${kind}\t${value}`),
      ].join('\n');
    },
  },
  {
    name: 'thread rename',
    takes: 'ID TITLE [--reason WHY]',
    does: say('command.thread.rename'),
    words: 2,
    options: { reason: 'once' },
    run: async (forum, given) => {
      const renaming = checked(threadNames, { title: given.word(1), reason: given.option('reason') });
      const { value } = await acts(forum).rename(STAFF, null, given.word(), renaming);
      return said(t('command.thread.called', { title: value.title }), value);
    },
  },
  {
    name: 'thread move',
    takes: 'ID URL [--key KEY] [--reason WHY]',
    does: say('command.thread.move'),
    words: 2,
    options: { key: 'once', reason: 'once' },
    run: async (forum, given) => {
      const named = { url: given.word(1), key: given.option('key'), reason: given.option('reason') };
      const renaming = checked(threadNames, named);
      const { value } = await acts(forum).rename(STAFF, null, given.word(), renaming);
      const { url, key } = value;
      return said(key === null ? t('command.thread.isAt', { url }) : t('command.thread.isAtKey', { url, key }), value);
    },
  },
  {
    name: 'thread merge',
    takes: 'ID INTO [--reason WHY]',
    does: say('command.thread.merge'),
    words: 2,
    options: { reason: 'once' },
    run: async (forum, given) => {
      const merge = checked(mergeThread, { into: given.word(1), reason: given.option('reason') });
      const { value } = await acts(forum).merge(STAFF, null, given.word(), merge);
      return said(t('command.thread.has', { title: value.title, n: value.messageCount }), value);
    },
  },
  {
    name: 'thread delete',
    takes: 'ID [--reason WHY]',
    does: say('command.thread.delete'),
    words: 1,
    options: { reason: 'once' },
    run: async (forum, given) => {
      const { value } = await acts(forum).remove(STAFF, null, given.word(), given.option('reason'));
      return said(t('command.thread.deleted', { title: value.title, n: value.messageCount }), value);
    },
  },
  {
    name: 'thread undo',
    takes: 'ENTRY',
    does: say('command.thread.undo'),
    words: 1,
    run: async (forum, given) => {
      const { value } = await service(forum, ThreadUndoService).undo(STAFF, null, given.word());
      return t('command.thread.asWas', { title: value.title, n: value.messageCount, url: value.url });
    },
  },
  {
    name: 'thread sign',
    takes: 'SITE URL [--key KEY] [--title TITLE]',
    does: say('command.thread.sign'),
    words: 2,
    options: { key: 'once', title: 'once' },
    run: (forum, given) => {
      const words = { site: given.word(), url: given.word(1), key: given.option('key'), title: given.option('title') };
      return service(forum, SignaturesService).sign(COMMAND_LINE, words);
    },
  },
  {
    name: 'site secret',
    takes: 'ID [--rotate] [--overlap HOURS]',
    does: say('command.site.secret', { n: OVERLAP }),
    words: 1,
    options: { rotate: 'alone', overlap: 'once' },
    run: (forum, given) => {
      const secrets = service(forum, SiteSecretsService);
      const overlap = (given.whole('overlap') ?? OVERLAP) * HOUR;
      return given.has('rotate')
        ? secrets.rotate(COMMAND_LINE, given.word(), overlap)
        : secrets.secret(COMMAND_LINE, given.word());
    },
  },
];

const service = <T>(forum: INestApplicationContext, type: abstract new (...parts: never[]) => T): T =>
  forum.get<T>(type as never, { strict: false });
const acts = (forum: INestApplicationContext): ThreadActsService => service(forum, ThreadActsService);

/** In a column, which is the same in every language. */
const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);
const said = (sentence: string, { entry }: ThreadAnswer): string =>
  entry === null
    ? `${sentence} ${t('command.thread.unchanged')}`
    : `${sentence}\n${t('command.thread.back', { command: `rejoinder thread undo ${entry}` })}`;
