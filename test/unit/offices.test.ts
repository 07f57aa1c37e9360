import { describe, expect, it } from '@jest/globals';
import { cleanName, isReserved, skeletonsOf } from '../../src/members/names/names.js';
import { ROLE_WORDS } from '../../src/members/names/role-words.js';
import { ORDINARY_NAMES } from '../support/ordinary-names.js';

describe('a name that speaks for the house', () => {
  it.each([
    ...['Mia Mod ✓', 'Moderator Mia', '(admin)', 'Admin Team', 'ad·min', 'Модератор'],
    ...[
      'admin',
      'ᴀᴅᴍɪɴ',
      'ᴀdmin',
      'Mia ᴍᴏᴅ',
      'Forum Team',
      'Community Manager',
      'Модер',
      'ADMIN',
      '~*admin*~',
      '[Mod] Mia',
      'Mia [MOD]',
      'Mia (Moderator)',
      'Mia | Moderator',
      'Mia, Editor',
      'Mia-Mod',
    ],
    ...[
      'Mia_Mod',
      'MiaMod',
      'modMia',
      'AdminTeam',
      'TheAdmin',
      'theadmin',
      'realmoderator',
      'adminteam',
      'Site Owner',
      'Staff',
    ],
    ...[
      'a d m i n',
      'a.d.m.i.n',
      'a-d-m-i-n Mia',
      'ad min',
      'm o d',
      'M.O.D.',
      'Mia m o d',
      'adm1n',
      '4dm1n',
      'm0d',
      'M0D3R4T0R',
    ],
    ...[
      'st4ff',
      'adm!n',
      '$taff',
      'admin1',
      'Admin 2',
      'mod77',
      'аdmin',
      'Ａｄｍｉｎ',
      '𝓐𝓭𝓶𝓲𝓷',
      'ādmin',
      'a\u0336d\u0336min',
    ],
    ...[
      'Official Gazette',
      'Gazette Support',
      'The Editors',
      'Editorial',
      'Newsroom',
      'Verified Mia',
      'Mia ✔',
      'Mia ✅',
      '☑ Mia',
      'Mia 🛡️',
    ],
    ...['System', 'Team', 'Rejoinder', 'Rejoinder Team', 'webmaster', 'SysAdmin'],
    ...[
      'Redaktion',
      'Die Redaktion',
      'Chefredakteurin Mia',
      'Modérateur',
      'MODERATEUR',
      'La rédaction',
      'Redaccion',
      'Moderadora Mia',
    ],
    ...[
      'Redazione',
      'Amministratore',
      'Beheerder',
      'De redactie',
      'Redakcja',
      'Właściciel',
      'Administração',
      'Suporte',
      'Админ Миа',
    ],
    ...[
      'Администратор',
      'Редакция',
      'Адміністратор',
      'Yönetici',
      'yonetici',
      'Moderatör',
      'المشرف',
      'أدمن',
      'مدير',
      'ادمین',
      'מנהל',
    ],
    ...['एडमिन', '管理员', '官方小王', '運営スタッフ', '운영자', 'Διαχειριστής', 'Ylläpito', 'Redaktør', 'Správce'],
  ])('is no guest’s: %s', (name) => {
    expect(isReserved(cleanName(name))).toBe(true);
  });

  it.each([
    ...['MoD', 'mOd', 'Mia MoD', 'Mia StAff', 'Jo_aDMIN', 'Mia·OFficial'],
    ...['Mia ad-min', 'Mia ad·min', 'Mia m-o-d', 'Mia m--o--d', 'Mia m. o. d.', 'm 0 d', 'Mia m - o - d', 'm ¯ o ¯ d'],
    ...[
      '5taff',
      's7aff',
      's+aff',
      'we8master',
      'mod€rator',
      'editoria£',
      'Officia£ Ana',
      '€d1tor',
      '€d!tor',
      '€d|tor',
      'r€d4kt10n',
    ],
    ...['st aff', 'Mia st-aff', 'ſt aff', 'Mia MoƊerator'],
    ...['!!4dmin!!', '++4dmin++', '++adm1n++', '|adm1n|', '...$taff...', '$taff!'],
    ...['ſtaff', 'Mia ſtaff', 'ſyſtem', 'the ſtaff'],
    ...['realmod', 'sitemod', 'modteam', 'mod_team', 'mymoderator', 'moderatormr'],
  ])('is no guest’s, however it is written: %s', (name) => {
    expect(isReserved(cleanName(name))).toBe(true);
  });

  it.each([
    ...['Mo-D', 'Mia Mo-D', 'Mo D', 'D. Mo', 'm o Mia d', 'Mo.Di', 'Mo Do'],
    ...['themod', 'Modla', 'mymod', 'Teamo', 'Ana 2', 'Ana 57', '8055', '404', 'R2D2', 'x+y', 'Ana!'],
  ])('is anybody’s, where it only comes near one: %s', (name) => {
    expect(isReserved(cleanName(name))).toBe(false);
  });

  it('is found in every language of the table, in any case', () => {
    const words = Object.values(ROLE_WORDS).flat();
    expect(
      words.filter((word) => !isReserved(word) || !isReserved(word.toUpperCase()) || !isReserved(`Mia ${word}`)),
    ).toEqual([]);
  });

  it('is none of the names of people', () => {
    expect(ORDINARY_NAMES.length).toBeGreaterThan(400);
    expect(ORDINARY_NAMES.filter((name) => cleanName(name) !== name || isReserved(name))).toEqual([]);
  });
});

describe('a name with something around it', () => {
  it.each(['Mia!', '(Mia)', '★Mia★', '~Mia~', 'Mia 🚲', '- Mia -', '«Mia»', 'M-i-a', 'Mia™'])(
    'can be taken for the name within: %s',
    (name) => {
      expect(skeletonsOf(name)).toContain(skeletonsOf('Mia')[0]);
    },
  );

  it('is another where it has another letter or digit', () => {
    expect(skeletonsOf('Mia 2')).not.toContain(skeletonsOf('Mia')[0]);
  });
});

describe('a name with dots', () => {
  const taken = (name: string) => {
    try {
      return cleanName(name) === name;
    } catch {
      return false;
    }
  };

  it.each([
    ...[
      'john.doe',
      'St.Pauli',
      'Dr.No',
      'J.R.R. Tolkien',
      'J.R.R.Tolkien',
      'will.i.am',
      'max.mustermann',
      'anna.b',
      'a.b.c',
      'mr.t',
    ],
    ...[
      'min.kim',
      'joe.black',
      'John.F.Kennedy',
      'H.P.Baxxter',
      'e.coli',
      'Prof.Dr.Meier',
      'v2.0',
      'T.C.Boyle',
      'peter.pan',
      'St.Gallen',
    ],
    ...['and/or', 'AC/DC', 'Mr./Mrs. X', 'ana.maria.lopez', 'Sgt.Pepper', 'D.va'],
  ])('is one: %s', (name) => {
    expect([name, taken(name)]).toEqual([name, true]);
  });

  it.each([
    ...[
      'example.com',
      'Buy at shop.example now',
      'www.pills.example',
      'WWW.PILLS.COM',
      'http://x',
      'ana@example.com',
      '@ana',
      'shop。example',
    ],
    ...[
      'casino.ru',
      'spiegel.de',
      'bit.ly/x',
      't.co/abc',
      'cheap-pills.shop',
      'ｅｖｉｌ．ｃｏｍ',
      'evil.com/',
      'my.evil.co.uk',
      'x www.a.b',
    ],
  ])('is an address: %s', (name) => {
    expect([name, taken(name)]).toEqual([name, false]);
  });
});
