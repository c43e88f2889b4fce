import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";

type Params = Record<string, unknown>;

/** A debugger: a client of the DevTools protocol over a WebSocket (RFC 6455), which Node 20 has no client for. */
export class ProtocolClient {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #nextId: number = 0;
  readonly #answers: Map<number, (answer: Params) => void> = new Map();
  readonly #events: { method: string; params: Params }[] = [];
  #waiting: (() => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("error", () => undefined);
  }

  static async attach(url: string): Promise<ProtocolClient> {
    const upgrade = request(url.replace(/^ws:/, "http:"), {
      headers: {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
      },
    });
    upgrade.end();
    const [, socket]: [IncomingMessage, Socket] = (await once(upgrade, "upgrade")) as [IncomingMessage, Socket];
    return new ProtocolClient(socket);
  }

  /** Rejects with the protocol's own message. */
  async send(method: string, params: Params = {}): Promise<Params> {
    const id = ++this.#nextId;
    const answered = new Promise<Params>((resolve) => void this.#answers.set(id, resolve));
    this.#write(JSON.stringify({ id, method, params }));
    const { error, result } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result as Params;
  }

  /** The next event of that name; events that came before it are forgotten. */
  async event(method: string): Promise<Params> {
    for (;;) {
      const event = this.#events.shift();
      if (event === undefined) await new Promise<void>((resolve) => (this.#waiting = resolve));
      else if (event.method === method) return event.params;
    }
  }

  /** Whether an event of that name came and wasn't asked for yet. */
  has(method: string): boolean {
    return this.#events.some((event) => event.method === method);
  }

  /**
   * Leaves as RFC 6455 says, by a closing frame that the other side answers before it ends the connection: Node 20's inspector
   * may crash (TcpHolder::WriteRaw) where it has something to write to a debugger that has just hung up.
   */
  async close(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.on("end", () => this.#socket.end());
    this.#socket.write(Buffer.from([0x88, 0x80, ...randomBytes(4)]));
    await closed;
  }

  /** One masked text frame. */
  #write(text: string): void {
    const body = Buffer.from(text);
    const mask = randomBytes(4);
    const head = body.length < 126 ? Buffer.from([0x81, 0x80 | body.length]) : Buffer.from([0x81, 0xfe, 0, 0]);
    if (body.length >= 126) head.writeUInt16BE(body.length, 2);
    this.#socket.write(Buffer.concat([head, mask, body.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]));
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const short = (this.#received[1] ?? 0) & 0x7f;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (this.#received.length < start) return;
      const length =
        short < 126
          ? short
          : short === 126
            ? this.#received.readUInt16BE(2)
            : Number(this.#received.readBigUInt64BE(2));
      if (this.#received.length < start + length) return;
      const isText = ((this.#received[0] ?? 0) & 0x0f) === 1;
      const body = this.#received.subarray(start, start + length).toString("utf8");
      this.#received = this.#received.subarray(start + length);
      if (isText) this.#take(JSON.parse(body));
    }
  }

  #take(message: { id?: number; method?: string; params?: Params } & Params): void {
    if (message.id !== undefined) this.#answers.get(message.id)?.(message);
    else if (message.method !== undefined) {
      this.#events.push({ method: message.method, params: message.params ?? {} });
      this.#waiting?.();
      this.#waiting = undefined;
    }
  }
}
