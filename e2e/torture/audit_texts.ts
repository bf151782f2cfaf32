// The order of threads, what the carrier got, opt-outs, and states.
import { byName, type Evidence, type Finding, type StoredMessage } from "./audit";

/** The span within which a text was written down: it stands in the thread by that moment. */
function spans({ carrier, load }: Evidence): Map<string, { began: number; at: number }> {
  const spans = new Map<string, { began: number; at: number }>();
  for (const { id, began, at } of carrier.texts) spans.set(id, { began, at });
  for (const { answers } of load.sends) {
    for (const { status, body, began, at } of answers) {
      const known = spans.get(body.id);
      if (status >= 300) continue;
      spans.set(body.id, { began: Math.min(began, known?.began ?? Infinity), at: Math.min(at, known?.at ?? Infinity) });
    }
  }
  return spans;
}

/**
 * A text that was acknowledged before another one was first heard of stands before it, in the
 * thread and with the carrier.
 */
export function auditOrder(evidence: Evidence): Finding {
  const span = spans(evidence);
  const deviations: string[] = [];
  let lookedAt = 0;
  const threads = byName(evidence.messages, ({ conversation }) => conversation);
  for (const thread of threads.values()) {
    let latest = -Infinity;
    for (const message of thread) {
      const own = span.get(message.carrier_id ?? "") ?? span.get(message.id);
      if (!own) continue;
      lookedAt += 1;
      if (own.at < latest) deviations.push(`“${message.body}” stands after a text that came later`);
      latest = Math.max(latest, own.began);
    }
  }
  return { claim: "each thread is in the order of what came", lookedAt, deviations };
}

export function auditCarrier({ messages, taken }: Evidence): Finding {
  const outbound = messages.filter(({ direction }) => direction === "outbound");
  const keys = byName(taken, ({ key }) => key);
  const texts = byName(taken, ({ phone, body }) => `“${body}” to ${phone}`);
  const place = new Map(taken.map(({ key }, at) => [key, at]));
  const left = new Set(["sent", "delivered", "undelivered"]);
  const swapped: string[] = [];
  for (const thread of byName(outbound, ({ conversation }) => conversation).values()) {
    const places = thread.flatMap((message) => place.get(message.id) ?? []);
    if (places.some((at, index) => at < (places[index - 1] ?? -1))) {
      swapped.push(`the carrier got the texts of conversation ${thread[0]?.conversation} in another order`);
    }
  }
  const ids = new Set(outbound.map(({ id }) => id));
  return {
    claim: "the carrier got each text once, in its thread's order, if and only if it is called sent",
    lookedAt: taken.length,
    deviations: [
      ...[...texts].filter(([, found]) => found.length > 1).map(([text]) => `the carrier got ${text} more than once`),
      ...[...keys.keys()].filter((key) => !ids.has(key)).map((key) => `the carrier got ${key}, which is no text`),
      ...outbound.filter(({ id, state }) => left.has(state) !== keys.has(id)).map(({ id, state }) => `${id} is ${state}, and the carrier ${keys.has(id) ? "got" : "never got"} it`),
      ...swapped,
    ],
  };
}

/** How a text to somebody who opted out came to be with the carrier after they did, if it did. */
export function lateTexts({ load, messages, taken }: Evidence): { message: StoredMessage; isWrong: boolean }[] {
  const outbound = new Map(messages.map((message) => [message.id, message]));
  const conversations = byName(messages, ({ conversation }) => conversation);
  return load.people.flatMap(({ stop, conversation, phone }) => {
    if (!stop) return [];
    const stopped = conversations.get(conversation)?.find(({ carrier_id }) => carrier_id === stop.id);
    return taken.flatMap(({ key, phone: to, created }) => {
      const message = outbound.get(key);
      if (to !== phone || !message || !stopped || message.sender === "copperline") return [];
      // What was on its way to the carrier when the STOP came can't be called back.
      const isWrong = message.leased === null || message.leased > stopped.created;
      return created > stopped.created ? [{ message, isWrong }] : [];
    });
  });
}

export function auditOptOuts(evidence: Evidence): Finding {
  const { load, messages } = evidence;
  const stopped = load.people.filter(({ stop }) => stop);
  const accepted = load.sends.filter(({ answers, person }) =>
    answers.some(({ status, began }) => status < 300 && person.stop && began > person.stop.at));
  const late = lateTexts(evidence).filter(({ isWrong }) => isWrong);
  const confirmed = byName(messages.filter(({ sender }) => sender === "copperline"), ({ conversation }) => conversation);
  return {
    claim: "who opted out was sent nothing more but one confirmation",
    lookedAt: stopped.length,
    deviations: [
      ...accepted.map(({ body }) => `“${body}” was accepted after the STOP was acknowledged`),
      ...late.map(({ message }) => `“${message.body}” was handed to the carrier after the STOP`),
      ...stopped
        .filter(({ conversation }) => confirmed.get(conversation)?.length !== 1)
        .map(({ phone, conversation }) => `${phone} has ${confirmed.get(conversation)?.length ?? 0} confirmations`),
    ],
  };
}

/** Everything has come to an end, but what an opt-out left with an unknown fate. */
export function auditStates({ load, messages }: Evidence): Finding {
  const outbound = messages.filter(({ direction }) => direction === "outbound");
  const stopped = new Set(load.people.filter(({ stop }) => stop).map(({ conversation }) => conversation));
  const unfinished = outbound.filter(({ state, conversation, leased }) =>
    state === "sent" || (state === "queued" && !(stopped.has(conversation) && leased !== null)));
  return {
    claim: "each outbound text reached its last state",
    lookedAt: outbound.length,
    deviations: unfinished.map(({ id, state }) => `${id} is still ${state}`),
  };
}
