import { parametersOf, type Kind } from './compile.js';
import { CATALOGUES, ENGLISH } from './languages.js';

/** As long as the formatter lets a line be. */
const WIDTH = 120;

/** keys.ts as it follows from the English catalogue: a key that there is not, or a parameter left out, is an error of the compiler. */
export function keysFile(): string {
  const { sources, locale } = CATALOGUES.find(({ code }) => code === ENGLISH) as (typeof CATALOGUES)[number];
  const lines = Object.entries(sources).map(([key, source]) => {
    const fields = [...parametersOf(source, locale)].map(([name, kind]) => `${name}: ${typeOf(kind)}`);
    const line = `  '${key}': ${fields.length > 0 ? `{ ${fields.join('; ')} }` : 'null'};`;
    return line.length <= WIDTH ? line : `  '${key}': {\n${fields.map((field) => `    ${field};\n`).join('')}  };`;
  });
  return `/** Made of en.json by \`npm run texts\`: each key with what its sentence needs. */
export type Texts = {
${lines.join('\n')}
};

export type Key = keyof Texts;
`;
}

function typeOf(kind: Kind): string {
  if (kind === 'number') return 'number';
  if (kind === 'text') return 'string';
  return kind.map((word) => (word === 'other' ? '(string & {})' : `'${word}'`)).join(' | ');
}
