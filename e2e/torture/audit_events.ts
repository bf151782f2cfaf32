// What the live stream told: every event once and in order, and states only forward.
import { isDeepStrictEqual } from "node:util";

import type { Evidence, Finding } from "./audit";
import type { Envelope } from "./listener";

/** What the owner may see, in order. */
const EVENTS = `
  SELECT e.cursor, e.payload AS event FROM events e
  LEFT JOIN agents a ON a.workspace_id = e.workspace_id AND a.id = e.audience_agent_id
  WHERE e.audience <> 'agent' OR a.role = 'owner' ORDER BY e.cursor`;

const RANKS: Record<string, number> = {
  queued: 0,
  sent: 1,
  delivered: 2,
  undelivered: 2,
  failed: 2,
  cancelled: 2,
};

export async function auditEvents({ database, listener, messages }: Evidence): Promise<Finding[]> {
  const events = await database.rows<Envelope>(EVENTS);
  const { seen, resets } = listener;
  const differing = events.findIndex(({ cursor }, at) => seen[at]?.cursor !== cursor);
  const gaps = events.filter(({ cursor }, at) => at > 0 && cursor !== (events[at - 1]?.cursor ?? 0) + 1);
  return [
    {
      claim: "the live stream told every event once and in order",
      lookedAt: events.length,
      deviations: [
        ...(resets > 0 ? [`it asked ${resets} times to read everything again`] : []),
        ...(seen.length === events.length ? [] : [`it told ${seen.length} events of ${events.length}`]),
        ...(differing < 0 ? [] : [`event ${events[differing]?.cursor} came as ${seen[differing]?.cursor}`]),
        ...gaps.map(({ cursor }) => `there is a gap before event ${cursor}`),
        ...events.filter((event, at) => seen[at]?.cursor === event.cursor && !isDeepStrictEqual(seen[at]?.event, event.event)).map(({ cursor }) => `event ${cursor} was told otherwise than it is kept`),
      ],
    },
    forward(seen, new Map(messages.map(({ id, state }) => [id, state]))),
  ];
}

/** States moved only forward, once each, and the last one told is the one that is kept. */
function forward(seen: Envelope[], kept: Map<string, string>): Finding {
  const states = new Map<string, string>();
  const deviations: string[] = [];
  for (const { cursor, event } of seen) {
    if (event.kind !== "message_changed" || event.message?.direction !== "outbound") continue;
    const { id, state } = event.message;
    const before = states.get(id);
    if (before === undefined ? state !== "queued" : (RANKS[state] ?? -1) <= (RANKS[before] ?? -1)) {
      deviations.push(`event ${cursor}: ${id} went from ${before ?? "nothing"} to ${state}`);
    }
    states.set(id, state);
  }
  for (const [id, state] of states) {
    if (kept.get(id) !== state) deviations.push(`${id} was last told to be ${state} and is ${kept.get(id)}`);
  }
  return { claim: "states moved only forward", lookedAt: states.size, deviations };
}
