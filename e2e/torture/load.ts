// The load: contacts who text and opt out, agents who send, a vendor who posts leads, an owner who
// tops up. Each request is repeated until it is answered, and what was answered is remembered.
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import { newPhone, type NextDelivery } from "../fixtures/desk";
import { address } from "../fixtures/operations";
import type { Carrier, InboundText } from "./carrier";
import { type Answer, Client, type Request } from "./client";
import { Random } from "./random";

/** Somebody with a phone and the conversation that the workspace has with them. */
export interface Person {
  phone: string;
  conversation: string;
  /** The text with which they opted out. */
  stop?: InboundText;
}

export interface Send {
  person: Person;
  body: string;
  /** What each of the requests with the same key was answered. */
  answers: Answer<{ id: string; code?: string }>[];
}

export interface PostedLead {
  phone: string;
  externalId: string;
  answers: Answer<{ lead_id: string }>[];
}

export interface TopUp {
  micros: number;
  answer: Answer<{ id: string }>;
}

/** Who calls, and where. */
export interface Credentials {
  baseURL: string;
  /** The owner's session. */
  cookie: string;
  /** A vendor's token. */
  token: string;
}

const SENDERS = 3;
/** So many callbacks wait their turn, so that there is something to shuffle. */
const BACKLOG = 36;
const REFUSAL = "30007";
const WISHES: NextDelivery[] = [
  { kind: "twice" },
  { kind: "out_of_order" },
  { kind: "lag", seconds: 2 },
  { kind: "fail", error_code: "30003" },
  { kind: "refuse", error_code: REFUSAL },
];

export class Load {
  readonly sends: Send[] = [];
  readonly leads: PostedLead[] = [];
  readonly topUps: TopUp[] = [];
  private open = true;

  constructor(
    readonly people: Person[],
    private readonly credentials: Credentials,
    private readonly client: Client,
    private readonly carrier: Carrier,
    private readonly random: Random,
  ) {}

  /** Goes on until `close`. `stops` people opt out, evenly over `milliseconds`. */
  async work(stops: number, milliseconds: number): Promise<void> {
    const senders = Array.from({ length: SENDERS }, (_, at) => this.send(this.random.branch(`send ${at}`)));
    await Promise.all([
      this.text(this.random.branch("text")),
      this.post(this.random.branch("lead")),
      this.topUp(this.random.branch("top-up")),
      this.stop(stops, milliseconds, this.random.branch("stop")),
      ...senders,
    ]);
  }

  close(): void {
    this.open = false;
  }

  private async text(random: Random): Promise<void> {
    while (this.open) {
      if (this.carrier.backlog < BACKLOG) {
        const person = random.pick(this.people);
        this.carrier.takes(person.phone, `Inbound ${this.carrier.texts.length}: is it still free?`);
      }
      await pause(15);
    }
  }

  private async send(random: Random): Promise<void> {
    while (this.open) {
      const person = random.pick(this.people);
      if (random.happens(0.25)) await this.wish(person, random.pick(WISHES));
      await this.sendTo(person, random);
      await pause(random.between(100, 300));
    }
  }

  /** Sends one text, now and then by two requests at once with the same key. */
  private async sendTo(person: Person, random: Random): Promise<void> {
    const body = `Outbound ${this.sends.length}: how about Tuesday?`;
    const send: Send = { person, body, answers: [] };
    this.sends.push(send);
    const request = this.asOwner("send_message", { conversation_id: person.conversation, body });
    const requests = Array.from({ length: random.happens(0.2) ? 2 : 1 }, async () => {
      send.answers.push(await this.client.insist("send", request));
    });
    await Promise.all(requests);
  }

  private async wish({ phone }: Person, delivery: NextDelivery): Promise<void> {
    await this.client.once(this.asOwner("set_next_delivery", delivery, { phone }));
  }

  private async post(random: Random): Promise<void> {
    while (this.open) {
      const externalId = `SQ-${this.leads.length}`;
      const lead: PostedLead = { phone: newPhone(), externalId, answers: [] };
      this.leads.push(lead);
      const body = { phone: lead.phone, external_id: externalId, first_name: "Maya" };
      const request = this.asVendor("create_lead", body);
      for (let times = random.happens(0.2) ? 2 : 1; times > 0; times -= 1) {
        lead.answers.push(await this.client.insist("lead", request));
      }
      await pause(random.between(100, 500));
    }
  }

  private async topUp(random: Random): Promise<void> {
    while (this.open) {
      const micros = (5 + random.below(20)) * 1_000_000;
      const request = this.asOwner("add_funds", { amount_micros: micros });
      this.topUps.push({ micros, answer: await this.client.insist("top-up", request) });
      await pause(random.between(1_000, 4_000));
    }
  }

  /** Somebody opts out just as several texts to them are on their way. */
  private async stop(people: number, milliseconds: number, random: Random): Promise<void> {
    for (let stopped = 0; stopped < people && this.open; stopped += 1) {
      await pause(milliseconds / people);
      const person = random.pick(this.people.filter(({ stop }) => !stop));
      const burst = Array.from({ length: 3 }, () => this.sendTo(person, random));
      await pause(random.between(0, 60));
      person.stop = this.carrier.takes(person.phone, random.pick(["STOP", "stop all", "Unsubscribe"]));
      await Promise.all(burst);
    }
  }

  private asOwner(operation: string, body: unknown, path?: Record<string, string>): Request {
    return this.request(operation, body, { cookie: this.credentials.cookie }, path);
  }

  private asVendor(operation: string, body: unknown): Request {
    return this.request(operation, body, { authorization: `Bearer ${this.credentials.token}` });
  }

  private request(
    operation: string,
    body: unknown,
    caller: Record<string, string>,
    path?: Record<string, string>,
  ): Request {
    const { baseURL } = this.credentials;
    return {
      ...address(baseURL, operation, path),
      headers: {
        ...caller,
        origin: baseURL,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      body: JSON.stringify(body),
    };
  }
}
