// What a run prints at its end.
import type { Finding } from "./audit";
import type { Client } from "./client";
import type { Kill } from "./killer";

/** The goals of the specification, in milliseconds: printed beside the figures, never asserted. */
const GOALS = { api: 1_000, database: 3_000 };

export function printFindings(findings: Finding[]): void {
  for (const { claim, lookedAt, deviations } of findings) {
    console.log(`${deviations.length === 0 ? "ok   " : "WRONG"} ${claim} (${lookedAt} looked at)`);
    for (const deviation of deviations.slice(0, 20)) console.log(`      ${deviation}`);
    if (deviations.length > 20) console.log(`      and ${deviations.length - 20} more`);
  }
}

export function printKills(kills: Kill[], client: Client): void {
  for (const { what, again, at, acknowledged } of kills) {
    const after = acknowledged === undefined ? "the next kill came at once" : milliseconds(acknowledged - at);
    console.log(`killed the ${what}${again ? " as well" : ""}: ${after}`);
  }
  const times = (wanted: (kill: Kill) => boolean, from = ({ at }: Kill) => at) =>
    kills.filter(wanted).flatMap((kill) => (kill.acknowledged === undefined ? [] : kill.acknowledged - from(kill)));
  const api = ({ what, again }: Kill) => what === "api" && !again;
  console.log(`${kills.length} kills; ${client.acknowledged.length} acknowledgements to ${client.tries} requests`);
  console.log("next acknowledgement of a callback after      kills   median    worst     goal");
  line("kill of the api", times(api), GOALS.api);
  line("  from the moment it is started again", times(api, ({ at, restarted }) => restarted ?? at), GOALS.api);
  line("kill of the database", times(({ what, again }) => what === "database" && !again), GOALS.database);
  line("kill of either while it still recovered", times(({ again }) => again));
}

function line(name: string, times: number[], goal?: number): void {
  const sorted = times.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)];
  const columns = [median, sorted.at(-1), goal].map((time) => milliseconds(time).padStart(9));
  console.log(`${name.padEnd(42)} ${String(times.length).padStart(8)}${columns.join("")}`);
}

function milliseconds(time?: number): string {
  return time === undefined ? "–" : `${Math.round(time)} ms`;
}
