// A caller that doesn't give up: repeats a request until Copperline acknowledges or refuses it.
import { setTimeout as pause } from "node:timers/promises";

import { Random } from "./random";

/** A request that was answered with 2xx, in milliseconds of `performance.now()`. */
export interface Acknowledged {
  kind: string;
  /** When the try that was answered began. */
  began: number;
  at: number;
}

export interface Answer<T> {
  status: number;
  body: T;
  /** When the first try began and the last one ended: what was asked happened in between. */
  began: number;
  at: number;
}

export interface Request {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** Carriers give up on an answer after 15 seconds. */
const PATIENCE_MILLISECONDS = 15_000;

export class Client {
  readonly acknowledged: Acknowledged[] = [];
  tries = 0;

  constructor(private readonly random: Random) {}

  /** Repeats the request until it is acknowledged (2xx) or refused for good (4xx). */
  async insist<T>(kind: string, request: Request): Promise<Answer<T>> {
    const began = performance.now();
    for (;;) {
      const tried = performance.now();
      const answer = await this.try(request);
      const at = performance.now();
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) {
        if (answer.status < 300) this.acknowledged.push({ kind, began: tried, at });
        return { status: answer.status, body: parsed<T>(answer.text), began, at };
      }
      await pause(this.random.between(15, 60));
    }
  }

  /** Asks once; what comes of it is nobody's concern. */
  async once(request: Request): Promise<void> {
    await this.try(request);
  }

  private async try(request: Request): Promise<{ status: number; text: string } | undefined> {
    this.tries += 1;
    const { url, ...rest } = request;
    try {
      const response = await fetch(url, {
        ...rest,
        signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return undefined;
    }
  }
}

function parsed<T>(text: string): T {
  return (text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text) as T;
}
