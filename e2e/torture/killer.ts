// Kills the program or its database, plays the supervisor who starts the program again, and
// measures how long nothing is acknowledged.
import { setTimeout as pause } from "node:timers/promises";

import type { App } from "../fixtures/app";
import type { Acknowledged } from "./client";
import { Database } from "./database";
import { Random } from "./random";

export interface Kill {
  what: "api" | "database";
  at: number;
  /** Whether it hit what was still recovering from the kill before. */
  again: boolean;
  /** When the supervisor started the program again. */
  restarted?: number;
  /** The first request begun after the kill that was acknowledged: when. */
  acknowledged?: number;
}

/** Beyond this something is broken for good. */
const OUTAGE_MILLISECONDS = 60_000;
/** The share of kills that are followed by the next one at once, in the middle of recovering. */
const AT_ONCE = 0.2;

export class Killer {
  readonly kills: Kill[] = [];

  constructor(
    private readonly app: App,
    private readonly database: Database,
    private readonly acknowledged: readonly Acknowledged[],
    private readonly random: Random,
  ) {}

  /** Kills so many times: each of the two as often, in an order and at moments of chance. */
  async work(times: number): Promise<void> {
    const victims = Array.from({ length: times }, (_, at): Kill["what"] => (at % 2 ? "api" : "database"));
    while (victims.length > 0) {
      await pause(this.random.between(1_000, 4_500));
      await this.kill(this.random.take(victims), false);
      if (victims.length > 0 && this.random.happens(AT_ONCE)) {
        await pause(this.random.between(0, 300));
        await this.kill(this.random.take(victims), true);
      }
      await this.untilAcknowledged();
    }
  }

  private async kill(what: Kill["what"], again: boolean): Promise<void> {
    if (what === "api") {
      const kill: Kill = { what, again, at: performance.now() };
      this.kills.push(kill);
      await this.app.kill();
      kill.restarted = performance.now();
      await this.app.up();
      return;
    }
    let server = await this.database.server();
    while (server === undefined) {
      await pause(5);
      server = await this.database.server();
    }
    this.kills.push({ what, again, at: performance.now() });
    process.kill(server, "SIGKILL");
  }

  /** Notes the first acknowledgement after the newest kill. */
  private async untilAcknowledged(): Promise<void> {
    const kill = this.kills.at(-1);
    if (!kill) return;
    while (kill.acknowledged === undefined) {
      if (performance.now() - kill.at > OUTAGE_MILLISECONDS) {
        throw new Error(`nothing was acknowledged for ${OUTAGE_MILLISECONDS} ms after a kill of the ${kill.what}`);
      }
      await pause(10);
      const first = this.acknowledged
        .filter(({ kind, began }) => kind === "callback" && began > kill.at)
        .reduce((least, { at }) => Math.min(least, at), Infinity);
      if (first < Infinity) kill.acknowledged = first;
    }
  }
}
