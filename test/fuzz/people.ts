import { randomUUID } from 'node:crypto';
import { ask } from '../support/answer.js';
import type { ActorName } from './cases.js';

/** A new guest, a new article with what the guest said there, and ids of everything; staff stay who they are. */
export async function peopleOf(url: string, moderator: string, owner: string) {
  const send = async <T>(method: string, path: string, body: unknown, token: string | null): Promise<T> => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const answer = await ask(`${url}/api/v1${path}`, { method, body: JSON.stringify(body), headers });
    if (answer.status >= 300)
      throw new Error(`${method} ${path} was answered ${answer.status} ${answer.text.slice(0, 300)}`);
    return answer.body as T;
  };
  const { token, member } = await send<{ token: string; member: { id: string } }>(
    'POST',
    '/guests',
    { name: 'Ana' },
    null,
  );
  const article = { site: 'default', url: `http://127.0.0.1/articles/${randomUUID()}`, title: 'The ferry comes back' };
  const thread = await send<{ id: string }>('PUT', '/threads', article, owner).catch(() => null);
  const ids: Record<string, string> = { sites: 'default', members: member.id, nothing: randomUUID() };
  if (thread) {
    ids['threads'] = thread.id;
    const text = `I was there: ${randomUUID()}.`;
    const post = send<{ message: { id: string } }>('POST', `/threads/${thread.id}/messages`, { text }, token);
    const said = await post.catch(() => null);
    if (said) ids['messages'] = said.message.id;
  }
  const tokens: Record<ActorName, string | null> = { nobody: null, stolen: 'stolen', guest: token, moderator, owner };
  return { tokens, ids };
}
