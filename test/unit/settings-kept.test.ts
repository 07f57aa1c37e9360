import { describe, expect, it } from '@jest/globals';
import type { AuditLog } from '../../src/audit/audit-log.js';
import { EventBus } from '../../src/events/event-bus.js';
import type { SettingsRow } from '../../src/settings/settings.entity.js';
import type { SettingsRepository } from '../../src/settings/settings.repository.js';
import { SettingsService } from '../../src/settings/settings.service.js';

/** A process whose database has one thing set for a discussion; `meanwhile` happens while an answer is under way. */
function keeping(first: string) {
  const bus = new EventBus();
  const database = { stored: first, asked: 0, meanwhile: () => {} };
  const repository = {
    ofSite: async (): Promise<SettingsRow[]> => {
      database.asked += 1;
      const rows = [{ siteId: 'gazette', scope: 'thread', owner: 'ferry', stored: database.stored, revision: 1 }];
      database.meanwhile();
      database.meanwhile = () => {};
      return rows as SettingsRow[];
    },
  };
  const settings = new SettingsService(repository as unknown as SettingsRepository, {} as AuditLog, bus);
  const set = async () =>
    (await settings.layersOf({ siteId: 'gazette', scope: 'thread', owner: 'ferry' })).map(({ stored }) => stored);
  const becomes = (stored: string) => {
    database.stored = stored;
    bus.publish([{ name: 'settings.changed', siteId: 'gazette' }]);
  };
  return { database, set, becomes };
}

describe('what is set for a discussion', () => {
  it('is read once, however often somebody posts', async () => {
    const { database, set } = keeping('{"newcomerMessages":1}');
    for (let n = 0; n < 3; n += 1) expect(await set()).toEqual([{ newcomerMessages: 1 }]);
    expect(database.asked).toBe(1);
  });

  it('is read anew when it was changed', async () => {
    const { set, becomes } = keeping('{"newcomerMessages":1}');
    await set();
    becomes('{"newcomerMessages":2}');
    expect(await set()).toEqual([{ newcomerMessages: 2 }]);
  });

  it('is not believed where it was changed while the database answered', async () => {
    const { database, set, becomes } = keeping('{"newcomerMessages":1}');
    database.meanwhile = () => becomes('{"newcomerMessages":2}');
    await set();
    expect(await set()).toEqual([{ newcomerMessages: 2 }]);
  });
});
