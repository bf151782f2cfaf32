// What must be true afterwards, each claim with what was looked at and what is not so.
import type { Carrier } from "./carrier";
import type { Database } from "./database";
import type { Listener } from "./listener";
import type { Load } from "./load";
import { auditEvents } from "./audit_events";
import { auditInbound, auditLeads, auditSends, auditTopUps, auditUnread } from "./audit_once";
import { auditCarrier, auditOptOuts, auditOrder, auditStates } from "./audit_texts";

export interface Finding {
  claim: string;
  lookedAt: number;
  deviations: string[];
}

/** A message of the workspace with what the carrier has and the ledger says of it. */
export interface StoredMessage {
  id: string;
  conversation: string;
  direction: "inbound" | "outbound";
  state: string;
  sender: string;
  body: string;
  price: number;
  carrier_id: string | null;
  /** Milliseconds since 1970. */
  created: number;
  /** When a worker took it for the carrier the last time. */
  leased: number | null;
  charged: number;
  refunded: number;
  charges: number;
  refunds: number;
}

/** A text as the simulated carrier took it for a handset. */
export interface TakenText {
  id: string;
  key: string;
  phone: string;
  body: string;
  created: number;
}

export interface Evidence {
  load: Load;
  carrier: Carrier;
  listener: Listener;
  database: Database;
  /** Oldest first. */
  messages: StoredMessage[];
  taken: TakenText[];
}

const LEASE_SECONDS = 20;

const MESSAGES = `
  SELECT m.id, m.conversation_id AS conversation, m.direction, m.state, m.sender, m.body,
    m.price_micros AS price, m.carrier_message_id AS carrier_id,
    extract(epoch FROM m.created_at) * 1000 AS created,
    extract(epoch FROM m.leased_until - interval '${LEASE_SECONDS} seconds') * 1000 AS leased,
    coalesce(-sum(e.amount_micros) FILTER (WHERE t.kind = 'message_charged'), 0) AS charged,
    coalesce(sum(e.amount_micros) FILTER (WHERE t.kind = 'message_refunded'), 0) AS refunded,
    count(e) FILTER (WHERE t.kind = 'message_charged') AS charges,
    count(e) FILTER (WHERE t.kind = 'message_refunded') AS refunds
  FROM messages m
  LEFT JOIN ledger_transactions t ON t.workspace_id = m.workspace_id AND t.reference_id = m.id
  LEFT JOIN ledger_entries e ON e.workspace_id = t.workspace_id AND e.transaction_id = t.id
    AND e.account = 'balance'
  GROUP BY m.workspace_id, m.id ORDER BY m.created_at, m.id`;

const TAKEN = `
  SELECT id, idempotency_key AS key, handset_phone AS phone, body,
    extract(epoch FROM created_at) * 1000 AS created
  FROM simulated_messages WHERE direction = 'to_handset' ORDER BY created_at, id`;

export async function audit(
  load: Load,
  carrier: Carrier,
  listener: Listener,
  database: Database,
): Promise<Finding[]> {
  const messages = await database.rows<StoredMessage>(MESSAGES);
  const taken = await database.rows<TakenText>(TAKEN);
  const evidence: Evidence = { load, carrier, listener, database, messages, taken };
  return [
    auditInbound(evidence),
    ...auditSends(evidence),
    await auditLeads(evidence),
    await auditUnread(evidence),
    await auditTopUps(evidence),
    auditOrder(evidence),
    auditCarrier(evidence),
    auditOptOuts(evidence),
    auditStates(evidence),
    ...(await auditEvents(evidence)),
  ];
}

/** Groups things by a name each has. */
export function byName<T>(things: readonly T[], name: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(name(thing));
    if (group) group.push(thing);
    else groups.set(name(thing), [thing]);
  }
  return groups;
}
