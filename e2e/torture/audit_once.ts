// Everything that was acknowledged is there once, and nothing else is.
import type { Evidence, Finding } from "./audit";
import { byName } from "./audit";
import type { Send } from "./load";

/** Names in `asked` that are missing or there twice, and those there that nobody asked for. */
function compare(asked: string[], there: string[]): string[] {
  const counts = byName(there, (name) => name);
  const missing = asked.filter((name) => !counts.has(name)).map((name) => `${name} is missing`);
  const twice = [...counts].filter(([, found]) => found.length > 1).map(([name]) => `${name} is there more than once`);
  const wanted = new Set(asked);
  const extra = [...counts.keys()].filter((name) => !wanted.has(name)).map((name) => `nobody asked for ${name}`);
  return [...missing, ...twice, ...extra];
}

export function auditInbound({ carrier, messages }: Evidence): Finding {
  const there = messages.filter(({ direction }) => direction === "inbound");
  const name = (id: string | null, body: string) => `${id} “${body}”`;
  return {
    claim: "each inbound text that was acknowledged is there once",
    lookedAt: carrier.texts.length,
    deviations: [
      ...carrier.refused,
      ...carrier.texts.filter(({ copies }) => copies !== 3).map(({ id }) => `${id} was not acknowledged three times`),
      ...compare(
        carrier.texts.map(({ id, body }) => name(id, body)),
        there.map(({ carrier_id, body }) => name(carrier_id, body)),
      ),
    ],
  };
}

export function auditSends({ load, messages }: Evidence): Finding[] {
  const accepted = load.sends.filter((send) => send.answers.some(({ status }) => status < 300));
  const there = messages.filter(({ sender }) => sender === "agent");
  const charged = messages.filter(({ direction }) => direction === "outbound");
  const asked = accepted.map((send) => `${send.answers.find(({ status }) => status < 300)?.body.id} “${send.body}”`);
  return [
    {
      claim: "each text that was accepted is there once, each that was refused is not",
      lookedAt: load.sends.length,
      deviations: [
        ...load.sends.flatMap(answersOf),
        ...compare(asked, there.map(({ id, body }) => `${id} “${body}”`)),
      ],
    },
    {
      claim: "each outbound text was charged once, and refunded if it never left",
      lookedAt: charged.length,
      deviations: charged
        .filter(({ price, state, charged, charges, refunded, refunds }) => {
          const returned = state === "failed" || state === "cancelled";
          return charges !== 1 || charged !== price || refunds !== (returned ? 1 : 0) || refunded !== (returned ? price : 0);
        })
        .map(({ id, state, charges, refunds }) => `${id} is ${state}: ${charges} charges, ${refunds} refunds`),
    },
  ];
}

/** Requests with one key get one answer; only who opted out is refused. */
function answersOf({ answers, body, person }: Send): string[] {
  const ids = new Set(answers.filter(({ status }) => status < 300).map((answer) => answer.body.id));
  const refusals = answers.filter(({ status }) => status >= 300);
  const wrong = refusals.filter((answer) => answer.body.code !== "opted_out" || !person.stop || answer.at < person.stop.began);
  return [
    ...(ids.size > 1 ? [`“${body}” was answered with ${ids.size} texts`] : []),
    ...(answers.length === 0 ? [`“${body}” was never answered`] : []),
    ...wrong.map((answer) => `“${body}” was refused with ${answer.status}: ${JSON.stringify(answer.body)}`),
  ];
}

export async function auditLeads({ load, database }: Evidence): Promise<Finding> {
  const there = await database.rows<{ id: string; external_id: string; phone: string; entries: number; records: number }>(`
    SELECT l.id, l.external_id, c.phone,
      (SELECT count(*) FROM conversations v WHERE v.workspace_id = l.workspace_id AND v.contact_id = c.id) AS entries,
      (SELECT count(*) FROM thread_records r JOIN conversations v USING (workspace_id)
        WHERE r.conversation_id = v.id AND v.contact_id = c.id AND r.kind = 'lead_received') AS records
    FROM leads l JOIN contacts c ON c.workspace_id = l.workspace_id AND c.id = l.contact_id
    WHERE l.external_id LIKE 'SQ-%'`);
  return {
    claim: "each lead that was acknowledged is there once, with one contact and conversation",
    lookedAt: load.leads.length,
    deviations: [
      ...load.leads
        .filter(({ answers }) => answers.some((answer) => answer.status !== 201 || answer.body.lead_id !== answers[0]?.body.lead_id))
        .map(({ externalId, answers }) => `${externalId} was answered with ${JSON.stringify(answers)}`),
      ...compare(
        load.leads.map(({ externalId, phone, answers }) => `${answers[0]?.body.lead_id} ${externalId} ${phone}`),
        there.map(({ id, external_id, phone }) => `${id} ${external_id} ${phone}`),
      ),
      ...there
        .filter(({ entries, records }) => entries !== 1 || records !== 1)
        .map(({ external_id, entries, records }) => `${external_id} has ${entries} conversations and ${records} records`),
    ],
  };
}

/** Nobody read anything, so that a conversation's counter is another witness. */
export async function auditUnread({ database }: Evidence): Promise<Finding> {
  const there = await database.rows<{ id: string; unread: number; news: number }>(`
    SELECT v.id, v.unread_count AS unread,
      (SELECT count(*) FROM messages m WHERE m.workspace_id = v.workspace_id
        AND m.conversation_id = v.id AND m.direction = 'inbound')
      + (SELECT count(*) FROM thread_records r WHERE r.workspace_id = v.workspace_id
        AND r.conversation_id = v.id AND r.kind = 'lead_received') AS news
    FROM conversations v`);
  return {
    claim: "each conversation counted each text and lead as unread once",
    lookedAt: there.length,
    deviations: there
      .filter(({ unread, news }) => unread !== news)
      .map(({ id, unread, news }) => `${id} has ${unread} unread of ${news}`),
  };
}

export async function auditTopUps({ load, database, messages }: Evidence): Promise<Finding> {
  const payments = await database.rows<{ id: string; state: string; amount: number; credits: number; taken: number }>(`
    SELECT p.id, p.state, p.amount_micros AS amount,
      (SELECT count(*) FROM ledger_transactions t WHERE t.kind = 'funds_added' AND t.reference_id = p.id) AS credits,
      (SELECT count(*) FROM simulated_charges c WHERE c.idempotency_key = p.id::text) AS taken
    FROM payments p ORDER BY p.created_at`);
  const [{ balance } = { balance: NaN }] = await database.rows<{ balance: number }>("SELECT balance_micros AS balance FROM balances");
  // The first payment is the one that opened the desk.
  const [, ...later] = payments;
  const paid = payments.reduce((sum, { amount }) => sum + amount, 0);
  const spent = messages.reduce((sum, { charged, refunded }) => sum + charged - refunded, 0);
  return {
    claim: "each top-up that was acknowledged was taken and credited once; the balance is what is left",
    lookedAt: load.topUps.length,
    deviations: [
      ...compare(
        load.topUps.map(({ answer, micros }) => `${answer.body.id} of ${micros}`),
        later.map(({ id, amount }) => `${id} of ${amount}`),
      ),
      ...payments
        .filter(({ state, credits, taken }) => state !== "succeeded" || credits !== 1 || taken !== 1)
        .map(({ id, state, credits, taken }) => `${id} is ${state}, was taken ${taken} and credited ${credits} times`),
      ...(paid - spent === balance ? [] : [`${paid} was paid and ${spent} spent, but the balance is ${balance}`]),
    ],
  };
}
