// The carrier repeats itself about outbound texts as well: "sent" and how they ended, three times
// each, in any order.
import { setTimeout as pause } from "node:timers/promises";

import type { Carrier } from "./carrier";
import type { Database } from "./database";

interface Ended {
  workspace: string;
  message: string;
  id: string;
  status: string;
}

/** Texts whose last state the carrier has reached, and the messages they are. */
const ENDED = `
  SELECT m.workspace_id AS workspace, m.id AS message, s.id, s.status
  FROM simulated_messages s JOIN messages m ON m.id::text = s.idempotency_key
  WHERE s.status IN ('delivered', 'undelivered')`;

/** Repeats the reports on every text once, as they come up, until `isOver`. */
export async function repeatReports(
  carrier: Carrier,
  database: Database,
  isOver: () => boolean,
): Promise<number> {
  const repeated = new Set<string>();
  while (!isOver()) {
    await pause(1_000);
    // The database may be down just now.
    const ended = await database.rows<Ended>(ENDED).catch(() => []);
    for (const { workspace, message, id, status } of ended) {
      if (repeated.has(id)) continue;
      repeated.add(id);
      carrier.tells(workspace, message, id, "sent");
      carrier.tells(workspace, message, id, status);
    }
  }
  return repeated.size;
}
