import { t } from '../i18n/format.js';
import { ConfigError } from './config-error.js';
import { environment, type Config } from './config.js';
import { settingsOf, shown, type Environment } from './environment.js';
import { isLoopback, loopbackAddress } from './loopback.js';
import { scrubberOf } from './secrets.js';

/**
 * Reads the environment once, at start.
 * @throws ConfigError naming every wrong variable, its value and what is allowed; and names that are nearly those of variables
 */
export function readConfig(env: Environment): Config {
  const settings = settingsOf(env, Object.keys(environment.shape));
  const parsed = environment.safeParse(settings);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path: [name], message }) => `${shown(String(name), settings[String(name)])}: ${message}`,
    );
    throw new ConfigError(lines.join('\n'));
  }
  const { HOST, PUBLIC_URL, DEMO, RATE_LIMITS, PAGE_LOOKS, OUTBOUND_LOOPBACK, ...rest } = parsed.data;
  const publicUrl = new URL(PUBLIC_URL ?? `http://localhost:${rest.PORT}`);
  const loopback = isLoopback(publicUrl.hostname);
  if (OUTBOUND_LOOPBACK === 'on' && !loopback) {
    throw new ConfigError(`OUTBOUND_LOOPBACK="on": ${t('config.onLoopback', { origin: publicUrl.origin })}`);
  }
  const isPrivate = loopback && env['NODE_ENV'] !== 'production';
  const host = HOST ?? (isPrivate ? loopbackAddress(publicUrl.hostname) : '0.0.0.0');
  if (RATE_LIMITS === 'off') {
    const where = [
      ...(loopback ? [] : [t('config.is', { name: 'PUBLIC_URL', value: publicUrl.origin })]),
      ...(isLoopback(host) ? [] : [t('config.is', { name: 'HOST', value: host })]),
    ];
    if (where.length > 0)
      throw new ConfigError(`RATE_LIMITS="off": ${t('config.withoutLimits', { where: where.join(', ') })}`);
  }
  return Object.freeze({
    ...rest,
    HOST: host,
    PUBLIC_URL: publicUrl,
    DEMO: DEMO === undefined ? isPrivate && isLoopback(host) : DEMO === 'on',
    RATE_LIMITS: RATE_LIMITS === 'on',
    PAGE_LOOKS: PAGE_LOOKS === 'on',
    OUTBOUND_LOOPBACK: OUTBOUND_LOOPBACK === 'on',
  });
}

/** The same of a variable whose value is allowed, but leads to nothing that can be used. */
export const unusable = (config: Config, name: keyof Config, cause: unknown): ConfigError => {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ConfigError(`${shown(name, String(config[name]))}: ${scrubber(config)(why)}`, { cause });
};

/** Takes every password of the configuration out of a text. */
export const scrubber = ({
  DATABASE_URL,
  DATABASE_READ_URL,
  REDIS_URL,
  SMTP_URL,
}: Pick<Config, 'DATABASE_URL' | 'DATABASE_READ_URL' | 'REDIS_URL' | 'SMTP_URL'>): ((text: string) => string) =>
  scrubberOf([DATABASE_URL, DATABASE_READ_URL, REDIS_URL, SMTP_URL]);
