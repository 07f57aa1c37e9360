import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { CLOSE_TIMEOUT } from '../../src/live/live.adapter.js';
import { Sockets } from '../../src/live/transport/sockets.js';
import { startForum } from '../support/forum.js';
import { knock } from '../support/knock.js';
import { Line } from '../support/line.js';
import { until } from '../support/until.js';

describe('a restart', () => {
  it('closes every socket with 1001, spread over DRAIN, while posts are still answered', async () => {
    const forum = await startForum({ database: 'sqlite', env: { DRAIN: '600' } });
    const readers = await Promise.all(Array.from({ length: 12 }, () => forum.follow(forum.thread)));
    const ends: number[] = [];
    for (const reader of readers) reader.socket.once('close', () => ends.push(performance.now()));
    const stopping = forum.app.close();
    await until('the first to go', () => ends.length > 0);
    const posted = await forum.as(forum.ana).post(forum.thread, 'In the last moment');
    expect(posted.state).toBe('published');
    const { status } = await knock(forum, { origin: forum.config.PUBLIC_URL.origin });
    expect(status).toBe(503);
    for (const reader of readers) expect(await reader.end()).toMatchObject({ code: 1001 });
    await stopping;
    expect((ends.at(-1) ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(300);
  });

  it('tells whoever keeps a connection between requests to open another, which leads elsewhere', async () => {
    const forum = await startForum({ database: 'sqlite', env: { DRAIN: '1000' } });
    const readers = await Promise.all(Array.from({ length: 3 }, () => forum.follow(forum.thread)));
    const page = () => fetch(`${forum.url}/api/v1/threads/${forum.thread.id}/messages`);
    expect((await page()).headers.get('connection')).toBe('keep-alive');
    const stopping = forum.app.close();
    await readers[0]?.end();
    expect((await page()).headers.get('connection')).toBe('close');
    expect((await page()).headers.get('connection')).toBe('close');
    await stopping;
  });

  it('answers a request that came before it, and then waits no longer for the connection', async () => {
    // For as long as it keeps a connection, no test would wait.
    const forum = await startForum({ database: 'sqlite', env: { KEEP_ALIVE: '600000', REQUEST_TIMEOUT: '600000' } });
    const connection = connect(forum.config.PORT, '127.0.0.1');
    await once(connection, 'connect');
    let said = '';
    connection.on('data', (chunk) => (said += String(chunk)));
    const body = JSON.stringify({ name: 'Latecomer' });
    const head = ['POST /api/v1/guests HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
    connection.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body.slice(0, 5)}`);
    // Whoever comes next is answered later: by then the request has begun.
    await forum.anyone.page(forum.thread);
    const stopping = forum.app.close();
    const { server } = forum.app.getHttpAdapter().getInstance() as { server: Server };
    await until('nobody is let in', () => !server.listening);
    connection.write(body.slice(5));
    await stopping;
    expect(said).toContain('HTTP/1.1 201 Created');
  });

  // Once it lets nobody in, Node looks at no timeout any more: one of these kept the process for ever.
  it('does not wait for whoever has said nothing yet, as browsers hold connections in reserve', async () => {
    const forum = await startForum({ database: 'sqlite', env: { REQUEST_TIMEOUT: '600000' } });
    const line = await Line.open(forum);
    await forum.app.close();
    await until('the end of the connection', () => line.ended);
    expect(line.said).not.toContain(' 200 ');
  });

  it('waits no longer than ever for whoever does not say a request to its end', async () => {
    const short = { HEADERS_TIMEOUT: '1000', REQUEST_TIMEOUT: '1000' };
    const forum = await startForum({ database: 'sqlite', env: short });
    const line = await Line.open(forum);
    line.ask('/health/live', { whole: false });
    await forum.visit('/health/live');
    await forum.app.close();
    await until('the end of the connection', () => line.ended);
    expect(line.said).not.toContain(' 200 ');
  });

  it('does not wait for sockets that do not answer', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const { socket } = await knock(forum, { origin: forum.config.PUBLIC_URL.origin });
    socket.on('error', () => undefined);
    socket.pause();
    // Left to itself, a socket that was told to go is ended by `ws` when it has not answered for CLOSE_TIMEOUT.
    const ended = once(AbortSignal.timeout(CLOSE_TIMEOUT), 'abort').then(() => 'ended by ws');
    const stopped = forum.app.close().then(() => 'stopped');
    expect(await Promise.race([stopped, ended])).toBe('stopped');
    socket.destroy();
  });
});

describe('a heartbeat', () => {
  it('ends a socket whose other end is silent for two, and no other', async () => {
    const forum = await startForum({ database: 'sqlite', env: { HEARTBEAT: '1000' } });
    const healthy = await forum.follow(forum.thread);
    const { socket } = await knock(forum, { origin: forum.config.PUBLIC_URL.origin });
    expect(forum.service(Sockets).size).toBe(2);
    await until('the silent one to be gone', () => forum.service(Sockets).size === 1);
    expect(healthy.closed).toBeUndefined();
    socket.destroy();
  });
});
