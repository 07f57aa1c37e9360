/** What stands in every token of a site. */
export type Named = { readonly issuer: string; readonly audience: string };

/**
 * How a publisher signs, in what comes with each language: `user` has `id`, `name` and whether it `may_comment`; the secret is what
 * `rejoinder site secret SITE` prints. They are run as they stand here: test/api/identity/sso/snippets.test.ts.
 */
export const snippets = (named: Named): { readonly language: string; readonly code: string }[] => [
  { language: 'Node', code: node(named) },
  { language: 'PHP', code: php(named) },
  { language: 'Python', code: python(named) },
  { language: 'Ruby', code: ruby(named) },
];

const node = ({ issuer, audience }: Named): string => `import { createHmac, randomUUID } from 'node:crypto';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function ssoToken(secret, user) {
  const now = Math.floor(Date.now() / 1000);
  const text = [
    part({ alg: 'HS256', typ: 'JWT' }),
    part({
      iss: '${issuer}',
      aud: '${audience}',
      iat: now,
      exp: now + 120,
      jti: randomUUID(),
      sub: String(user.id),
      name: user.name,
      may_comment: user.may_comment,
    }),
  ].join('.');
  return text + '.' + createHmac('sha256', secret).update(text).digest('base64url');
}
`;

const php = ({ issuer, audience }: Named): string => `<?php
function rejoinder_part($text) {
    return rtrim(strtr(base64_encode($text), '+/', '-_'), '=');
}

function sso_token($secret, $user) {
    $now = time();
    $text = rejoinder_part(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . rejoinder_part(json_encode([
        'iss' => '${issuer}',
        'aud' => '${audience}',
        'iat' => $now,
        'exp' => $now + 120,
        'jti' => bin2hex(random_bytes(16)),
        'sub' => (string) $user['id'],
        'name' => $user['name'],
        'may_comment' => (bool) $user['may_comment'],
    ]));
    return $text . '.' . rejoinder_part(hash_hmac('sha256', $text, $secret, true));
}
`;

const python = ({ issuer, audience }: Named): string => `import base64, hashlib, hmac, json, time, uuid

def part(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b'=').decode()

def sso_token(secret, user):
    now = int(time.time())
    claims = {
        'iss': '${issuer}',
        'aud': '${audience}',
        'iat': now,
        'exp': now + 120,
        'jti': str(uuid.uuid4()),
        'sub': str(user['id']),
        'name': user['name'],
        'may_comment': bool(user['may_comment']),
    }
    text = '.'.join(part(json.dumps(one).encode()) for one in ({'alg': 'HS256', 'typ': 'JWT'}, claims))
    return text + '.' + part(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())
`;

const ruby = ({ issuer, audience }: Named): string => `require 'json'
require 'openssl'
require 'securerandom'

def sso_part(raw)
  [raw].pack('m0').tr('+/', '-_').delete('=')
end

def sso_token(secret, user)
  now = Time.now.to_i
  claims = {
    iss: '${issuer}',
    aud: '${audience}',
    iat: now,
    exp: now + 120,
    jti: SecureRandom.uuid,
    sub: user[:id].to_s,
    name: user[:name],
    may_comment: user[:may_comment],
  }
  text = [{ alg: 'HS256', typ: 'JWT' }, claims].map { |one| sso_part(JSON.generate(one)) }.join('.')
  "#{text}.#{sso_part(OpenSSL::HMAC.digest('SHA256', secret, text))}"
end
`;
