import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A message of the debugging protocol, as far as it is looked at here. */
interface Reply { readonly id?: number; readonly method?: string; readonly sessionId?: string; readonly params?: Record<string, unknown>; readonly result?: unknown; readonly error?: { readonly message: string } }

/** The worker that was asked something died before it answered. */
export class WorkerDied extends Error {
  constructor() {
    super('the worker died before it answered');
  }
}

/**
 * Moves the clock of extension workers before their first statement runs, at every start of theirs.
 *
 * Chromium keeps one debugger target for a worker over its deaths and restores the debugger's settings when it comes back (measured on
 * 156), so an instrumentation breakpoint on "before script execution" stops each new life at its first line; there Date is replaced.
 * This needs a connection of its own: the one the test driver holds offers no sessions for workers.
 */
export class WorkerClock {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly #sessions = new Set<string>();
  readonly #dead = new Set<string>();
  /** alive again, and not stopped at its first script yet */
  readonly #fresh = new Set<string>();
  readonly #deaths = new Set<() => void>();
  readonly #ready = new Set<string>();
  readonly #onReady = new Set<() => void>();
  readonly #births = new Set<() => void>();
  #script: string;
  #sent = 0;

  private constructor(socket: WebSocket, script: string) {
    this.#socket = socket;
    this.#script = script;
    socket.addEventListener('message', (event) => { this.#receive(JSON.parse(String(event.data)) as Reply); });
    socket.addEventListener('close', () => {
      for (const one of this.#waiting.values()) one.reject(new Error('Chromium closed'));
      this.#waiting.clear();
    });
  }

  /**
   * Connects to the Chromium of a profile that was started with `--remote-debugging-port=0`.
   * @param script what replaces Date; it must be harmless when run twice
   */
  static async connect(profileDir: string, script: string): Promise<WorkerClock> {
    const [port, path] = readFileSync(join(profileDir, 'DevToolsActivePort'), 'utf8').split('\n');
    const socket = new WebSocket(`ws://127.0.0.1:${port ?? ''}${path ?? ''}`);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('Chromium does not answer on its debugging port')));
    });
    const clock = new WorkerClock(socket, script);
    await clock.#send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: [{ type: 'service_worker' }] });
    return clock;
  }

  /** Replaces the script and runs it in the workers that are alive. */
  async set(script: string): Promise<void> {
    this.#script = script;
    await Promise.all([...this.#sessions].map((session) => this.#send('Runtime.evaluate', { expression: script }, session).catch(() => undefined)));
  }

  /**
   * Makes the test driver see a new worker only after its clock is in place. The driver lets every worker it sees run at once, and
   * whoever says "run" first wins; so its own connection is held back at that one message. It has no public way to ask for this.
   */
  holdDriver(context: object): void {
    const transport = driverTransport(context);
    const deliver = transport.onmessage;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a transport has this one handler and no events
    transport.onmessage = (message) => {
      const target = message.method === 'Target.attachedToTarget' && message.sessionId === undefined ? message.params?.['targetInfo'] : undefined;
      const id: unknown = typeof target === 'object' && target !== null && Reflect.get(target, 'type') === 'service_worker' ? Reflect.get(target, 'targetId') : undefined;
      if (typeof id === 'string') void this.#prepared(id).then(() => deliver.call(transport, message));
      else deliver.call(transport, message);
    };
  }

  async #prepared(targetId: string): Promise<void> {
    while (!this.#ready.has(targetId)) await new Promise<void>((resolve) => { this.#onReady.add(resolve); });
  }

  /** Whether a worker is running at this moment. */
  get running(): boolean {
    return [...this.#sessions].some((session) => !this.#dead.has(session));
  }

  /** Settles at the next death of a worker; to be asked for before it is ended, because it may be alive again a moment later. */
  died(): Promise<void> {
    return new Promise((resolve) => { this.#deaths.add(resolve); });
  }

  /**
   * What `asked` of a worker comes to; rejects with `WorkerDied` where one dies first. The test driver fails what was under way at a death, but what it is
   * asked between the death and the word of it here waits for the worker's next life, which nobody begins.
   */
  async unlessDead<T>(asked: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const tell = () => reject(new WorkerDied());
    this.#deaths.add(tell);
    try {
      return await Promise.race([asked, promise]);
    } finally {
      this.#deaths.delete(tell);
    }
  }

  /** Settles when a worker's script is loaded the next time; rejects after 20 s. */
  born(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no worker started within 20 s')), 20_000);
      this.#births.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  close(): void {
    this.#socket.close();
  }

  #send(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    this.#sent += 1;
    const id = this.#sent;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
  }

  #receive(message: Reply): void {
    if (message.id !== undefined) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.result);
      else waiting?.reject(new Error(message.error.message));
      return;
    }
    switch (message.method) {
      case 'Target.attachedToTarget': {
        const session = message.params?.['sessionId'];
        const target = message.params?.['targetInfo'];
        const id: unknown = typeof target === 'object' && target !== null ? Reflect.get(target, 'targetId') : undefined;
        if (typeof session === 'string' && typeof id === 'string') void this.#take(session, id);
        return;
      }
      case 'Target.detachedFromTarget': {
        const session = message.params?.['sessionId'];
        if (typeof session === 'string') this.#sessions.delete(session);
        this.#buried();
        return;
      }
      case 'Inspector.targetCrashed':
        if (message.sessionId !== undefined) this.#dead.add(message.sessionId);
        this.#buried();
        return;
      case 'Inspector.targetReloadedAfterCrash':
        if (message.sessionId !== undefined) {
          this.#dead.delete(message.sessionId);
          this.#fresh.add(message.sessionId);
        }
        return;
      case 'Inspector.workerScriptLoaded':
        for (const tell of this.#births) tell();
        this.#births.clear();
        return;
      case 'Debugger.paused':
        if (message.sessionId !== undefined) void this.#goOn(message.sessionId);
        return;
      default:
    }
  }

  /**
   * Lets a stopped worker go on, at the first stop of a life with its clock in place. Every script is stopped at, those asked for here too: a script for
   * each stop would bring the next one, without end. One that a worker died over is the first of its next life, for Chromium asks again.
   */
  async #goOn(session: string): Promise<void> {
    if (this.#fresh.delete(session)) await this.#send('Runtime.evaluate', { expression: this.#script }, session).catch(() => undefined);
    await this.#send('Debugger.resume', {}, session).catch(() => undefined);
  }

  #buried(): void {
    for (const tell of this.#deaths) tell();
    this.#deaths.clear();
  }

  async #take(session: string, targetId: string): Promise<void> {
    this.#sessions.add(session);
    this.#fresh.add(session);
    await Promise.allSettled([
      this.#send('Runtime.evaluate', { expression: this.#script }, session),
      this.#send('Debugger.enable', {}, session),
      this.#send('Debugger.setInstrumentationBreakpoint', { instrumentation: 'beforeScriptExecution' }, session),
    ]);
    this.#ready.add(targetId);
    for (const tell of this.#onReady) tell();
    this.#onReady.clear();
    await this.#send('Runtime.runIfWaitingForDebugger', {}, session).catch(() => undefined);
  }
}

interface Transport { onmessage: (message: Reply) => void }

function driverTransport(context: object): Transport {
  let place: unknown = context;
  const connection: unknown = Reflect.get(context, '_connection');
  const toImpl: unknown = typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'toImpl') : undefined;
  if (typeof toImpl === 'function') place = Reflect.apply(toImpl, connection, [context]);
  for (const name of ['_browser', '_connection', '_transport']) place = typeof place === 'object' && place !== null ? Reflect.get(place, name) : undefined;
  if (typeof place === 'object' && place !== null && typeof Reflect.get(place, 'onmessage') === 'function') return place as Transport;
  throw new Error('playwright-core has changed inside: its transport to Chromium is not where tests/browser/worker-clock.ts looks for it');
}
