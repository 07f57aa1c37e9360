import { describe, expect, it } from '@jest/globals';
import { serialize } from 'parse5';
import { render } from '../../src/messages/markdown/markdown.js';
import { elementsOf } from '../support/html.js';

describe('a link that shows one host and leads to another', () => {
  const shown = (text: string) =>
    elementsOf(render(text))
      .filter(({ tagName }) => tagName === 'a')
      .map((a) => serialize(a))[0];

  it.each([
    ['its name', '[bank.example](https://evil.example/)'],
    ['its address', '[https://bank.example/login](https://evil.example/)'],
    ['its name with emphasis', '[**bank**.example](https://evil.example/)'],
    ['its name in code', '[`bank.example`](https://evil.example/)'],
    ['its name with entities', '[bank&#46;example](https://evil.example/)'],
    ['its name with a backslash', '[bank\\.example](https://evil.example/)'],
    ['its name in capitals', '[BANK.EXAMPLE](https://evil.example/)'],
    ['its name with dots of another script', '[bank。example](https://evil.example/)'],
    ['its name in full width', '[ｂａｎｋ．ｅｘａｍｐｌｅ](https://evil.example/)'],
    ['its name with a dot that is none', '[bank․example](https://evil.example/)'],
    ['its name within a sentence', '[log in at bank.example now](https://evil.example/)'],
    ['its name by reference', '[bank.example][1]\n\n[1]: https://evil.example/'],
    ['its name in front of the other', '[bank.example](https://bank.example.evil.example/)'],
    ['its name as a user', '[bank.example](https://bank.example@evil.example/)'],
    ['its name behind the true one', '[evil.example bank.example](https://evil.example/)'],
    ['its name in another alphabet', '[bаnk.example](https://evil.example/)'],
    ['its name as a user, in angle brackets', '<https://bank.example@evil.example/>'],
    ['its name before a path', '[bank.example/login](https://evil.example/)'],
    ['its name between brackets', '[(bank.example)](https://evil.example/)'],
    ['its name without www', '[bank.com](https://www.evil.example/)'.replace('www.', '')],
    ['its number', '[192.168.0.1](https://evil.example/)'],
    ['a mail address of it', '[help@bank.example](https://evil.example/)'],
    ['its name turned around by an entity', '[&#x202e;elpmaxe.knab](https://evil.example/)'],
    ['its name behind a line break', '[evil.example\nbank.example](https://evil.example/)'],
    ['its name turned around', '[\u202eelpmaxe.knab](https://evil.example/)'],
    ['its name with invisible characters', '[bank.\u200bexample](https://evil.example/)'],
  ])('shows where it leads: %s (row 62)', (_what, text) => {
    expect(shown(text)).toMatch(/ \((bank\.example\.)?evil\.example\)$/);
  });

  it.each([
    ['no name', '[here](https://evil.example/)', 'here'],
    ['the same name', '[evil.example](https://evil.example/a)', 'evil.example'],
    ['the same address', '[https://evil.example/a](https://evil.example/a)', 'https://evil.example/a'],
    ['the same name in its own alphabet', '[bücher.example](https://bücher.example/)', 'bücher.example'],
    ['the same name with www', '[evil.example](https://www.evil.example/)', 'evil.example'],
    ['the same name and a path', '[evil.example/bank.example](https://evil.example/)', 'evil.example/bank.example'],
    ['several words', '[see evil.example for more.](https://evil.example/)', 'see evil.example for more.'],
    ['a file', '[README.md](https://evil.example/)', 'README.md'],
    ['a file by its name', '[point.md](https://evil.example/docs/point.md)', 'point.md'],
    ['a title and a name', '[Dr.No](https://evil.example/)', 'Dr.No'],
    ['a name', '[St.Pauli](https://evil.example/)', 'St.Pauli'],
    ['initials', '[z.B. here, e.g.](https://evil.example/)', 'z.B. here, e.g.'],
    ['a heart of two code points', '[❤️ here](https://evil.example/)', '❤️ here'],
    ['a word with a joiner', '[می‌خواهم](https://evil.example/)', 'می‌خواهم'],
    ['the same mail address', '[info@gazette.example](mailto:info@gazette.example)', 'info@gazette.example'],
    ['words for a mail address', '[write to us](mailto:info@gazette.example)', 'write to us'],
    ['a mail address of the same host', '[info@evil.example](https://evil.example/)', 'info@evil.example'],
    ['a number', '[3.14](https://evil.example/)', '3.14'],
    ['the address itself', 'https://evil.example/bank.example', 'https://evil.example/bank.example'],
  ])('adds nothing where it says %s', (_what, text, words) => {
    expect(shown(text)).toBe(words);
  });

  it('says so of each of several links', () => {
    const html = render(
      '[a.example](https://b.example/) and [b.example](https://b.example/) and [c.example](https://d.example/)',
    );
    expect(html.match(/ \([a-z.]+\)<\/a>/g)).toEqual([' (b.example)</a>', ' (d.example)</a>']);
  });

  it('says so of a mail address that is another', () => {
    expect(shown('[info@gazette.example](mailto:info@evil.example)')).toBe('info@gazette.example (info@evil.example)');
    expect(shown('[gazette.example](mailto:info@evil.example)')).toBe('gazette.example (info@evil.example)');
  });
});
