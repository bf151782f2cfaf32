// Goal 7: 20 kills of the api or the database under load, each callback three times and shuffled;
// then everything that was acknowledged is audited.
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import { type APIRequestContext, expect, test } from "@playwright/test";

import { App } from "../fixtures/app";
import { Desk, makeToken, newPhone } from "../fixtures/desk";
import { address } from "../fixtures/operations";
import { createWorkspace, type Workspace } from "../fixtures/workspace";
import { audit, type Finding } from "./audit";
import { Carrier } from "./carrier";
import { Client } from "./client";
import { Database } from "./database";
import { printFindings, printKills } from "./figures";
import { Killer } from "./killer";
import { Listener } from "./listener";
import { type Credentials, Load, type Person } from "./load";
import { Random } from "./random";
import { repeatReports } from "./reports";

const KILLS = 20;
const PEOPLE = 40;
const STOPS = 12;
/** About how long the kills take: people opt out all the while. */
const STORM_MILLISECONDS = 80_000;
/** A killed worker's jobs are taken up when its lease of a minute ends. */
const DRAIN_MILLISECONDS = 110_000;

test("goal 7: nothing acknowledged is lost, doubled or swapped by kills, repetitions and shuffles", async ({ request }) => {
  const seed = Number(process.env.COPPERLINE_TORTURE_SEED || randomInt(1_000_000));
  console.log(`seed ${seed}`);
  // What is tortured is the program, not how long it makes texts wait.
  const app = await App.start({ COPPERLINE_SEGMENTS_PER_MINUTE: "0" });
  const database = new Database(app);
  try {
    const findings = await torture(app, database, request, new Random(seed));
    console.log(`seed ${seed}`);
    expect(findings.flatMap(({ deviations }) => deviations)).toEqual([]);
    await app.stop();
  } finally {
    // After a failure its files stay to be looked at; nothing goes on running.
    await app.down();
    const server = await database.server();
    if (server) process.kill(server, "SIGINT");
  }
});

async function torture(
  app: App,
  database: Database,
  request: APIRequestContext,
  random: Random,
): Promise<Finding[]> {
  const workspace = await createWorkspace(app, request);
  await workspace.signIn({ request });
  const desk = await Desk.open(workspace);
  const { secret } = await makeToken(workspace, "SmartQuotes", ["leads"]);
  const people = await meet(workspace, secret);
  const credentials = { baseURL: app.baseURL, cookie: await cookies(request), token: secret };

  const client = new Client(random.branch("client"));
  const carrier = await Carrier.of(app, desk.number, client, random.branch("carrier"));
  const load = new Load(people, credentials, client, carrier, random.branch("load"));
  const listener = listenAs(credentials);
  const killer = new Killer(app, database, client.acknowledged, random.branch("kills"));

  const following = listener.follow();
  await storm(killer, load, carrier, database);
  printKills(killer.kills, client);
  const drained = performance.now();
  await drain(database);
  console.log(`background work came to its end ${Math.round((performance.now() - drained) / 1000)} s after the load`);
  await caughtUp(database, listener);
  listener.stop();
  await following;

  const findings = [...(await audit(load, carrier, listener, database)), await check(app)];
  printFindings(findings);
  return findings;
}

/** Everybody the workspace texts with, each a vendor's lead. */
async function meet(workspace: Workspace, token: string): Promise<Person[]> {
  const people: Person[] = [];
  while (people.length < PEOPLE) {
    const phone = newPhone();
    if (people.some((known) => known.phone === phone)) continue;
    const lead = await workspace.call<{ conversation_id: string }>("create_lead", { body: { phone }, token });
    people.push({ phone, conversation: lead.conversation_id });
  }
  return people;
}

async function cookies(request: APIRequestContext): Promise<string> {
  const { cookies } = await request.storageState();
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

function listenAs({ baseURL, cookie }: Credentials): Listener {
  return new Listener(address(baseURL, "stream_events").url, { cookie });
}

/** The kills under load; ends when everything that was asked has been answered. */
async function storm(killer: Killer, load: Load, carrier: Carrier, database: Database): Promise<void> {
  let over = false;
  const loaded = load.work(STOPS, STORM_MILLISECONDS);
  const delivered = carrier.work();
  const repeated = repeatReports(carrier, database, () => over);
  try {
    await killer.work(KILLS);
  } finally {
    over = true;
    load.close();
    await Promise.all([loaded, repeated]);
    carrier.close();
  }
  await delivered;
}

/** Waits until no background work is left, but what looks at the fate of a text much later. */
async function drain(database: Database): Promise<void> {
  const end = performance.now() + DRAIN_MILLISECONDS;
  const due = "SELECT kind, last_error FROM jobs WHERE dead_at IS NULL AND run_at < now() + interval '2 minutes'";
  let left = await database.rows(due);
  while (left.length > 0 && performance.now() < end) {
    await pause(250);
    left = await database.rows(due);
  }
  expect(left, "background work that is left").toEqual([]);
}

async function caughtUp(database: Database, listener: Listener): Promise<void> {
  const end = performance.now() + 20_000;
  const [newest] = await database.rows<{ cursor: number }>("SELECT cursor FROM event_cursors");
  while (listener.cursor < (newest?.cursor ?? 0) && performance.now() < end) await pause(50);
}

async function check(app: App): Promise<Finding> {
  const claim = "copperline check finds everything as it should be";
  try {
    const lines = (await app.cli("check")).trim().split("\n");
    return { claim, lookedAt: lines.length - 1, deviations: [] };
  } catch (error) {
    return { claim, lookedAt: 1, deviations: [String((error as { stdout?: string }).stdout ?? error)] };
  }
}
