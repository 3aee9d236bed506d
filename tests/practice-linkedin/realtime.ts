import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** The open pages, told of new rows as they happen. A web socket, because its messages reach hidden tabs at once. */
export class Realtime {
  readonly #sockets = new Map<Duplex, string>();

  /** Answers the upgrade request of one of our own pages; `page` is the page's nonce; `greeting` is what may have changed since its document was served. */
  accept(request: IncomingMessage, socket: Duplex, page: string, greeting: readonly object[]): void {
    const key = request.headers['sec-websocket-key'] ?? '';
    const answer = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${answer}\r\n\r\n`);
    this.#sockets.set(socket, page);
    for (const event of greeting) socket.write(textFrame(JSON.stringify(event)));
    const drop = (): void => {
      this.#sockets.delete(socket);
      socket.destroy();
    };
    socket.on('error', drop).on('close', drop).on('end', drop).on('data', (data: Buffer) => {
      const first = data[0] ?? 0;
      if ((first & 0x0f) === 8) drop();
    });
  }

  /** Sends to every open page, or to those the filter lets through. */
  tell(event: object, toPage: (page: string) => boolean = () => true): void {
    const frame = textFrame(JSON.stringify(event));
    for (const [socket, page] of this.#sockets) if (toPage(page)) socket.write(frame);
  }

  close(): void {
    for (const socket of this.#sockets.keys()) socket.destroy();
    this.#sockets.clear();
  }
}

function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  if (body.length < 126) return Buffer.concat([Buffer.from([0x81, body.length]), body]);
  const head = Buffer.alloc(body.length < 65_536 ? 4 : 10);
  head[0] = 0x81;
  if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(body.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(body.length), 2);
  }
  return Buffer.concat([head, body]);
}
