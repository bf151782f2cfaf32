// Plays the carrier: reports texts and states by signed callback, each three times, shuffled with
// others, and repeats each delivery until it is acknowledged.
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { App } from "../fixtures/app";
import { Client } from "./client";
import { Random } from "./random";

const COPIES = 3;
/** How many callbacks are under way at once. */
const LINES = 6;

/** A text that a contact sent to the workspace's number. */
export interface InboundText {
  id: string;
  from: string;
  body: string;
  /** When the first of its callbacks began and was first acknowledged, as in `Answer`. */
  began: number;
  at: number;
  copies: number;
}

interface Callback {
  url: string;
  fields: Record<string, string>;
  text?: InboundText;
}

export class Carrier {
  readonly texts: InboundText[] = [];
  /** Callbacks that were answered with a refusal; there must be none. */
  readonly refused: string[] = [];
  delivered = 0;
  private readonly waiting: Callback[] = [];
  private open = true;

  private constructor(
    private readonly app: App,
    private readonly authToken: string,
    private readonly number: string,
    private readonly client: Client,
    private readonly random: Random,
  ) {}

  static async of(app: App, number: string, client: Client, random: Random): Promise<Carrier> {
    const secrets = JSON.parse(await readFile(join(app.dataFolder, "secrets.json"), "utf8"));
    return new Carrier(app, secrets.carrier_auth_token, number, client, random);
  }

  get backlog(): number {
    return this.waiting.length;
  }

  /** A contact texts the workspace. */
  takes(from: string, body: string): InboundText {
    const id = `SM${String(this.texts.length).padStart(8, "0")}${"torture".padStart(24, "0")}`;
    const text = { id, from, body, began: Infinity, at: Infinity, copies: 0 };
    this.texts.push(text);
    const fields = { MessageSid: id, From: from, To: this.number, Body: body, NumMedia: "0" };
    this.report({ url: `${this.app.baseURL}/callbacks/carrier/messages`, fields, text });
    return text;
  }

  /** Reports a state that an outbound text has reached. */
  tells(workspace: string, message: string, id: string, state: string): void {
    const path = `/callbacks/carrier/workspaces/${workspace}/messages/${message}/status`;
    this.report({ url: this.app.baseURL + path, fields: { MessageSid: id, MessageStatus: state } });
  }

  /** Delivers until `close`, and then what is left. */
  async work(): Promise<void> {
    await Promise.all(Array.from({ length: LINES }, () => this.line()));
  }

  close(): void {
    this.open = false;
  }

  private report(callback: Callback): void {
    for (let copy = 0; copy < COPIES; copy += 1) this.waiting.push(callback);
  }

  private async line(): Promise<void> {
    while (this.open || this.waiting.length > 0) {
      if (this.waiting.length > 0) await this.deliver(this.random.take(this.waiting));
      else await pause(5);
    }
  }

  private async deliver({ url, fields, text }: Callback): Promise<void> {
    if (text && text.began === Infinity) text.began = performance.now();
    const { status, at } = await this.client.insist("callback", {
      method: "POST",
      url,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": this.signature(url, fields),
      },
      body: new URLSearchParams(fields).toString(),
    });
    this.delivered += 1;
    if (status >= 300) this.refused.push(`${status} to ${url}`);
    else if (text) {
      text.at = Math.min(text.at, at);
      text.copies += 1;
    }
  }

  /** Twilio's: the address, then each field's name and value by name. */
  private signature(url: string, fields: Record<string, string>): string {
    const signed = Object.keys(fields)
      .sort()
      .reduce((signed, name) => signed + name + fields[name], url);
    return createHmac("sha1", this.authToken).update(signed).digest("base64");
  }
}
