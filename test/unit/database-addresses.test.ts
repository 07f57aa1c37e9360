import { describe, expect, it } from '@jest/globals';
import { databaseName } from '../../src/config/database-url.js';
import { readConfig, scrubber } from '../../src/config/read-config.js';
import { withoutPassword, withPlainPassword } from '../../src/config/secrets.js';

describe('an address with a password', () => {
  it.each([
    ['postgres://olga:secret@localhost/forum', 'postgres://olga:…@localhost/forum'],
    ['postgres://olga:se@cret@localhost/forum', 'postgres://olga:…@localhost/forum'],
    ['postgres://olga:se/cr#et?@localhost:5432/forum', 'postgres://olga:…@localhost:5432/forum'],
    ['postgres://olga:se:cret@localhost/forum', 'postgres://olga:…@localhost/forum'],
    ['redis://:secret@localhost', 'redis://:…@localhost'],
    ['mysql://olga:secret', 'mysql://olga:…'],
    ['postgres://localhost:5432/forum', 'postgres://localhost:5432/forum'],
    ['postgres://localhost:5432', 'postgres://localhost:5432'],
    ['postgres://[::1]:5432/forum', 'postgres://[::1]:5432/forum'],
    ['postgres://olga@localhost/forum', 'postgres://olga@localhost/forum'],
    ['postgres://localhost/forum?user=olga&password=secret', 'postgres://localhost/forum?user=olga&password=…'],
    ['host=localhost password=secret user=olga', 'host=localhost password=… user=olga'],
    ['sqlite:./data/forum.db', 'sqlite:./data/forum.db'],
  ])('is told without it: %s', (given, told) => {
    expect(withoutPassword(given)).toBe(told);
  });

  it.each([
    ['postgres://olga:se@cret@localhost/forum', 'se@cret', 'localhost'],
    ['postgres://olga:se/cret@localhost/forum', 'se/cret', 'localhost'],
    ['postgres://olga:se#c?ret@localhost:5433/forum', 'se#c?ret', 'localhost:5433'],
    ['postgres://olga:12/34@localhost/forum', '12/34', 'localhost'],
    ['postgres://olga:100%sure@localhost/forum', '100%sure', 'localhost'],
    ['postgres://olga:se%40cret@localhost/forum', 'se@cret', 'localhost'],
    ['postgres://olga:se:cret@[::1]/forum', 'se:cret', '[::1]'],
    ['postgres://olga:pässword@localhost/forum', 'pässword', 'localhost'],
  ])('is read as whoever wrote it meant it: %s', (given, password, host) => {
    const read = new URL(withPlainPassword(given));
    expect([decodeURIComponent(read.password), read.username, read.host, read.pathname]).toEqual([
      password,
      'olga',
      host,
      '/forum',
    ]);
  });

  it.each(['postgres://localhost/forum', 'postgres://localhost/forum?user=a@b', 'redis://localhost:6379/2'])(
    'without one stays as it is: %s',
    (url) => expect(withPlainPassword(url)).toBe(url),
  );

  it('loses it in whatever somebody else’s code says', () => {
    const config = readConfig({
      DATABASE_URL: 'postgres://olga:se@cret@localhost/forum',
      REDIS_URL: 'redis://:hush@r',
    });
    const scrub = scrubber(config);
    expect(scrub('connect postgres://olga:se@cret@localhost, se%40cret; NOAUTH hush')).toBe(
      'connect postgres://olga:…@localhost, …; NOAUTH …',
    );
  });
});

describe('a database', () => {
  it.each([
    ['sqlite:/var/lib/forum.db', 'sqlite:/var/lib/forum.db'],
    ['sqlite:data/../forum.db', `sqlite:${process.cwd()}/forum.db`],
    ['postgres://olga:se@cret@db.internal:5433/forum?sslmode=require', 'postgres://olga@db.internal:5433/forum'],
    ['postgresql://localhost/forum', 'postgresql://localhost/forum'],
  ])('has a name by which anybody knows which it is: %s', (DATABASE_URL, name) => {
    expect(databaseName(readConfig({ DATABASE_URL }).DATABASE_URL)).toBe(name);
  });
});
