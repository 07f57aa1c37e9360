import { beforeAll, expect, it } from '@jest/globals';
import { meAnswer } from '../../src/members/members.schema.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

eachDatabase('a name of staff', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  const rename = (who: Person, name: string) => forum.as(who).get(meAnswer, 'PATCH', '/me', { body: { name } });

  it.each([
    'Mia ✓',
    '(Mia)',
    '★ Mia ★',
    'Mia!',
    'Mia Mod',
    'Moderator Mia',
    'Admin Team',
    'Модератор',
    'Die Redaktion',
  ])('is not taken by a guest who calls himself %s', async (name) => {
    expect(await refusalOf(forum.guest(name))).toMatchObject({ status: 422, code: 'name_taken' });
  });

  it.each(['Adminah', 'Modesto', 'Stafford', 'john.doe', 'St.Pauli', 'Mia 2', 'Mia Sommer'])(
    'leaves others theirs: %s',
    async (name) => {
      expect((await forum.guest(name)).name).toBe(name);
    },
  );

  it('is asked back from the guest who had it before, who says more under another', async () => {
    const guest = await forum.guest('Nora');
    const first = await forum.as(guest).post(forum.thread, 'I am called Nora.');
    await forum.staff('Nora', 'moderator', 'default');
    for (const refusal of [
      await refusalOf(forum.as(guest).post(forum.thread, 'I still am.')),
      await refusalOf(forum.as(guest).edit(first, 'I still am.')),
    ])
      expect(refusal).toMatchObject({ status: 422, code: 'name_taken', details: { name: 'Nora' } });
    expect(await refusalOf(rename(guest, 'Nora!'))).toMatchObject({ code: 'name_taken' });

    expect((await rename(guest, 'Nora of the harbour')).member.name).toBe('Nora of the harbour');
    const second = await forum.as(guest).post(forum.thread, 'So I am called otherwise.');
    expect(second.author?.name).toBe('Nora of the harbour');
    expect((await forum.anyone.read(first)).author?.name).toBe('Nora of the harbour');
  });

  it('is one person’s: a second of staff is told to take another', async () => {
    await forum.staff('Vera', 'moderator', 'default');
    const members = forum.service(StaffService);
    await expect(members.addStaff('second@example.com', 'moderator', null, 'vera')).rejects.toMatchObject({
      code: 'invalid_request',
      details: [{ path: 'name', message: expect.stringContaining('vera') }],
    });
    expect((await members.addStaff('second@example.com', 'moderator', null, 'Vera Lind')).name).toBe('Vera Lind');
    // Who has it keeps it, with one role more.
    expect((await members.addStaff('vera@example.com', 'admin', null)).name).toBe('Vera');
    expect(await refusalOf(rename(forum.mia, 'Vera'))).toMatchObject({ code: 'name_taken' });
  });

  it('is changed by who has it, with words that no guest may use', async () => {
    const otto = await forum.staff('Otto', 'moderator', 'default');
    expect((await rename(otto, 'Otto, Moderator')).member.name).toBe('Otto, Moderator');
    expect((await rename(otto, 'Otto, moderator')).member.name).toBe('Otto, moderator');
    expect(await refusalOf(rename(otto, 'otto@example.com'))).toMatchObject({
      status: 400,
      details: [{ path: 'name' }],
    });
    expect((await forum.anyone.ask('PATCH', '/me', { body: { name: 'Paul' } })).status).toBe(401);
  });
});
