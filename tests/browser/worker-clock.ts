import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Reply { readonly id?: number; readonly method?: string; readonly sessionId?: string; readonly params?: Record<string, unknown>; readonly result?: unknown; readonly error?: { readonly message: string } }

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
  readonly #deaths = new Set<() => void>();
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

  /** Whether a worker is running at this moment. */
  get running(): boolean {
    return [...this.#sessions].some((session) => !this.#dead.has(session));
  }

  /** Settles when the running workers are dead. */
  async died(): Promise<void> {
    while (this.running) await new Promise<void>((resolve) => { this.#deaths.add(resolve); });
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
        if (typeof session === 'string') void this.#take(session).catch(() => undefined);
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
        if (message.sessionId !== undefined) this.#dead.delete(message.sessionId);
        return;
      case 'Inspector.workerScriptLoaded':
        for (const tell of this.#births) tell();
        this.#births.clear();
        return;
      case 'Debugger.paused':
        if (message.sessionId !== undefined) {
          void this.#send('Runtime.evaluate', { expression: this.#script }, message.sessionId).catch(() => undefined);
          void this.#send('Debugger.resume', {}, message.sessionId).catch(() => undefined);
        }
        return;
      default:
    }
  }

  #buried(): void {
    for (const tell of this.#deaths) tell();
    this.#deaths.clear();
  }

  async #take(session: string): Promise<void> {
    this.#sessions.add(session);
    await Promise.all([
      this.#send('Runtime.evaluate', { expression: this.#script }, session).catch(() => undefined),
      this.#send('Debugger.enable', {}, session),
      this.#send('Debugger.setInstrumentationBreakpoint', { instrumentation: 'beforeScriptExecution' }, session),
      this.#send('Runtime.runIfWaitingForDebugger', {}, session),
    ]);
  }
}
