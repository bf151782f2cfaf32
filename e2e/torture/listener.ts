// A browser's live stream without the browser: reads events, and after each break goes on after
// the last one it has seen.
import { setTimeout as pause } from "node:timers/promises";

export interface Envelope {
  cursor: number;
  event: {
    kind: string;
    message?: { id: string; state: string; direction: string };
  };
}

const RECONNECT_MILLISECONDS = 30;

export class Listener {
  readonly seen: Envelope[] = [];
  resets = 0;
  connections = 0;
  private readonly stopped = new AbortController();

  constructor(
    private readonly url: string,
    private readonly headers: Record<string, string>,
  ) {}

  get cursor(): number {
    return this.seen.at(-1)?.cursor ?? 0;
  }

  /** Follows the stream until `stop`. */
  async follow(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      try {
        const response = await fetch(`${this.url}?after=${this.cursor}`, {
          headers: this.headers,
          signal,
        });
        if (response.ok && response.body) {
          this.connections += 1;
          await this.read(response.body);
        }
      } catch {
        // The program or its database was killed; that is what this is about.
      }
      await pause(RECONNECT_MILLISECONDS);
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const words = new TextDecoder();
    let unread = "";
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      unread += words.decode(part.value, { stream: true });
      const frames = unread.split("\n\n");
      // What follows the last blank line isn't whole yet.
      unread = frames.pop() ?? "";
      for (const frame of frames) this.take(frame);
    }
  }

  private take(frame: string): void {
    const lines = frame.split("\n");
    if (lines.includes("event: reset")) this.resets += 1;
    const data = lines.find((line) => line.startsWith("data: "));
    if (data?.startsWith("data: {")) this.seen.push(JSON.parse(data.slice("data: ".length)));
  }
}
