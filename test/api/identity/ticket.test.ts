import { beforeAll, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { COMMAND_LINE } from '../../../src/audit/audit-log.js';
import { signedIn, waysAnswer } from '../../../src/identity/ways/sign-in.schema.js';
import { SiteSecretsService } from '../../../src/sites/secrets/site-secrets.service.js';
import { eachDatabase } from '../../support/databases.js';
import { startForum, type Forum } from '../../support/forum.js';

eachDatabase('one more way in', (database) => {
  let forum: Forum;
  let secret: string;
  beforeAll(async () => {
    forum = await startForum({ database });
    secret = await forum.service(SiteSecretsService).secret(COMMAND_LINE, 'default');
  });

  it('is offered, makes a member, and finds the same again', async () => {
    const { ways } = await forum.anyone.get(waysAnswer, 'GET', '/sites/default/sign-in');
    expect(ways.map(({ way }) => way)).toContain('ticket');
    const ticket = createHmac('sha256', secret).update('ticket Rosa').digest('hex').slice(0, 32);
    const come = (name: string) =>
      forum.anyone.ask('POST', '/sign-in/ticket', { body: { site: 'default', name, ticket } });
    const first = signedIn.parse((await come('Rosa')).body);
    expect(first).toMatchObject({ member: { name: 'Rosa', role: 'member' }, session: { way: 'ticket' } });
    expect(signedIn.parse((await come('Rosa')).body).member.id).toBe(first.member.id);
    expect((await come('Olga')).body).toMatchObject({ error: { code: 'code_not_valid' } });
  });
});
