import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.js';

const saidOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};

describe('a name that is nearly one of the forum’s', () => {
  it.each([
    ['TRUSTED_PROXY', 'TRUST_PROXY'],
    ['TRUST_PROXIES', 'TRUST_PROXY'],
    ['TRUSTPROXY', 'TRUST_PROXY'],
    ['PUBLIC_URl', 'PUBLIC_URL'],
    ['public_url', 'PUBLIC_URL'],
    ['PUBLICURL', 'PUBLIC_URL'],
    ['PUBLIC-URL', 'PUBLIC_URL'],
    ['PUBLIC_URI', 'PUBLIC_URL'],
    ['PUBLC_URL', 'PUBLIC_URL'],
    ['RATE_LIMIT', 'RATE_LIMITS'],
    ['RATELIMITS', 'RATE_LIMITS'],
    ['RATE_LIMITING', 'RATE_LIMITS'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['Database_Url', 'DATABASE_URL'],
    ['DATABASE_URL_FIEL', 'DATABASE_URL_FILE'],
    ['DATABASE_READ_URLS', 'DATABASE_READ_URL'],
    ['REDIS_URI', 'REDIS_URL'],
    ['REDIS_URL_file', 'REDIS_URL_FILE'],
    ['LOG_LEVELS', 'LOG_LEVEL'],
    ['LOG_FORMATS', 'LOG_FORMAT'],
    ['POST_PER_MINUTE', 'POSTS_PER_MINUTE'],
    ['MESSAGES_LENGTH', 'MESSAGE_LENGTH'],
    ['MESSAGE_LENGHT', 'MESSAGE_LENGTH'],
    ['CONNECTION', 'CONNECTIONS'],
    ['HEARTBEATS', 'HEARTBEAT'],
    ['port', 'PORT'],
    ['Demo', 'DEMO'],
    ['REJOINDER_PORT', 'PORT'],
    ['REJOINDER_DATABASE_URL', 'DATABASE_URL'],
  ])('stops the start with the name that is meant: %s', (name, meant) => {
    expect(saidOf({ [name]: 'off' })).toBe(`${name}="off": there is no such setting; ${meant} is meant`);
  });

  it('is told without the password in it', () => {
    expect(saidOf({ DATABASE_URI: 'postgres://olga:secret@localhost/forum' })).toBe(
      'DATABASE_URI="postgres://olga:…@localhost/forum": there is no such setting; DATABASE_URL is meant',
    );
  });

  it('is told for a setting that no file is read for', () => {
    expect(saidOf({ TRUST_PROXY_FILE: '/run/secrets/proxy' })).toBe(
      'TRUST_PROXY_FILE="/run/secrets/proxy": TRUST_PROXY is not read from a file; set TRUST_PROXY itself',
    );
  });

  it.each([
    ...['HOSTNAME', 'HOSTTYPE', 'HOSTS', 'HOST_NAME', 'HOST_IP', 'HOST_FILE', 'PORTS', 'PORTAGE', 'HTTP_PORT', 'PROT'],
    ...['LOG_DIR', 'LOG_FILE', 'LOG_PATH', 'LOGNAME', 'LOGLEVEL', 'LOGS', 'SOCKET', 'SOCK', 'DEMOS', 'DRAINS'],
    ...['DATABASE_HOST', 'DATABASE_PORT', 'DATABASE_USER', 'DATABASE_NAME', 'DATABASE_PASSWORD', 'DATABASE_PUBLIC_URL'],
    ...['DATABASE_PRIVATE_URL', 'DB_URL', 'BASE_URL', 'SITE_URL', 'REDIS_HOST', 'REDIS_PORT', 'REDIS_TLS_URL', 'REDIS'],
    ...['POSTGRES_PASSWORD', 'PGPASSWORD', 'HTTP_PROXY', 'no_proxy', 'ALL_PROXY', 'NODE_ENV', 'NODE_OPTIONS', 'PUBLIC'],
    ...[
      'npm_config_port',
      'npm_package_version',
      'npm_lifecycle_event',
      'TERM',
      'PATH',
      'HOME',
      'PWD',
      'EDITOR',
      'URL',
    ],
    ...['KUBERNETES_PORT', 'KUBERNETES_SERVICE_HOST', 'REJOINDER_SERVICE_HOST', 'REJOINDER_PORT_3000_TCP'],
  ])('is none of another program’s: %s', (name) => {
    expect(saidOf({ [name]: 'off' })).toBe('taken');
  });

  it('is none that an orchestrator gives to neighbours', () => {
    expect(saidOf({ REJOINDER_PORT: 'tcp://10.0.0.1:3000' })).toBe('taken');
  });

  it('is none of a whole environment of another program', () => {
    expect(readConfig({ ...process.env, PORT: '3000' }).PORT).toBe(3000);
  });
});
