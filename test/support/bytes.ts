import { connect } from 'node:net';
import type { Answer } from './answer.js';

/**
 * Sends bytes as they are, and reads what comes back until the connection ends or the answer is whole: for requests that
 * no client would make. Fails when nothing comes.
 */
export function sendBytes(forum: { readonly url: string }, bytes: string | Buffer): Promise<Answer> {
  const { hostname, port } = new URL(forum.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let received = Buffer.alloc(0);
    const finish = () => {
      socket.destroy();
      if (received.length === 0)
        reject(new Error(`Nothing came back for ${JSON.stringify(String(bytes).slice(0, 200))}`));
      else resolve(answerIn(received));
    };
    socket.setTimeout(8_000, finish);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (isWhole(received)) finish();
    });
    socket.on('end', finish);
    socket.on('error', (error) => (received.length > 0 ? finish() : reject(error)));
  });
}

/** One request with a body, by the book but for what is given. */
export function requestBytes(line: string, headers: readonly string[] = [], body: string | Buffer = ''): Buffer {
  const length = Buffer.byteLength(body);
  const head = [
    line,
    'Host: localhost',
    'Connection: close',
    ...(length > 0 ? [`Content-Length: ${length}`] : []),
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(String(bytes.subarray(0, Math.max(0, end))))?.[1];
  return end >= 0 && length !== undefined && bytes.length >= end + 4 + Number(length);
}

function answerIn(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n');
  const [line = '', ...fields] = String(bytes.subarray(0, end)).split('\r\n');
  const headers = new Headers(
    fields.map(
      (field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1).trim()] as [string, string],
    ),
  );
  const text = String(bytes.subarray(end + 4));
  const json = headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  return { status: Number(line.split(' ')[1]), headers, body: json ? (JSON.parse(text) as unknown) : undefined, text };
}
