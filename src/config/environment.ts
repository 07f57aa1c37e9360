import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { t } from '../i18n/format.js';
// Which sentences there are.
import '../i18n/languages.js';
import { ConfigError } from './config-error.js';
import { nameMeant } from './near-names.js';
import { withoutPassword } from './secrets.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a file of this folder says beside the environment, whose word counts more. */
export const ENV_FILE = '.env';

/** The environment, and what `.env` of the working folder adds to it. @throws ConfigError where that file cannot be read */
export function environmentOf(folder: string, env: Environment): Environment {
  let text: string;
  try {
    text = readFileSync(join(folder, ENV_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return env;
    throw new ConfigError(`${join(folder, ENV_FILE)}: ${(error as Error).message}`, { cause: error });
  }
  return { ...parseEnv(text), ...env };
}

/** What may be kept in a file: addresses with a password in them, and whatever is called a secret. */
const isSecret = (name: string): boolean => /(_URL|SECRET|KEY|TOKEN|PASSWORD)$/.test(name) && name !== 'PUBLIC_URL';

/** Ways in which orchestrators tell of neighbours: `REJOINDER_PORT=tcp://10.0.0.1:3000`. */
const ABOUT_NEIGHBOURS = /^(tcp|udp):\/\//;

/**
 * What is set of these names, secrets read from the files that `NAME_FILE` names.
 * @throws ConfigError for a name that is nearly one of them, and for a file that cannot be read
 */
export function settingsOf(env: Environment, names: readonly string[]): Record<string, string> {
  const files = names.filter(isSecret).map((name) => `${name}_FILE`);
  const known = new Set([...names, ...files]);
  const set = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const wrong = set
    .filter(([name, value]) => !known.has(name) && !name.startsWith('npm_') && !ABOUT_NEIGHBOURS.test(value))
    .flatMap(([name, value]) => {
      const meant = meantBy(name, [...known]);
      return meant === undefined ? [] : [`${shown(name, value)}: ${meant}`];
    });
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  const settings = Object.fromEntries(set.filter(([name]) => names.includes(name)));
  for (const [name, path] of set.filter(([one]) => files.includes(one))) {
    const setting = name.slice(0, -'_FILE'.length);
    if (settings[setting] !== undefined)
      throw new ConfigError(`${shown(name, path)}: ${t('config.twice', { name: setting })}`);
    settings[setting] = contentOf(name, path);
  }
  return settings;
}

function meantBy(name: string, known: readonly string[]): string | undefined {
  const plain = name.replace(/_FILE$/, '');
  if (plain !== name && plain.includes('_') && known.includes(plain)) {
    return t('config.notFromFile', { name: plain });
  }
  const meant = nameMeant(name, known);
  return meant === undefined ? undefined : t('config.unknown', { name: meant });
}

function contentOf(name: string, path: string): string {
  let content: string;
  try {
    content = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(`${shown(name, path)}: ${(error as Error).message}`, { cause: error });
  }
  if (content === '') throw new ConfigError(`${shown(name, path)}: ${t('config.emptyFile')}`);
  return content;
}

/** A variable as it is told to whoever set it; a password in it is not. */
export const shown = (name: string, value = ''): string => `${name}=${JSON.stringify(withoutPassword(value))}`;
