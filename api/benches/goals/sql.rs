//! The bare SQL: what a person would write by hand for each goal, and for the data set.
//!
//! `$1` and so on are the floor's parameters; pgbench gets them written in.

/// The first page of the inbox. `$1` is the workspace.
pub const INBOX: &str = "\
SELECT c.id::text, c.contact_id::text, k.first_name, k.last_name, k.phone, c.hot, \
c.archived_at IS NOT NULL, o.opted_out_at IS NOT NULL, c.unread_count, c.excerpt, c.excerpt_by, \
c.excerpt_agent_id::text, c.excerpt_name, c.last_activity_at::text, k.tag_id::text, \
c.assigned_agent_id::text, c.assigned_group_id::text, c.put_off_until::text, \
c.follow_up_due_at::text, \
c.put_off_by::text \
FROM conversations c \
JOIN contacts k ON k.workspace_id = c.workspace_id AND k.id = c.contact_id \
LEFT JOIN opt_outs o ON o.workspace_id = k.workspace_id AND o.phone = k.phone \
WHERE c.workspace_id = $1::text::uuid AND c.archived_at IS NULL AND c.put_off_until IS NULL \
ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 51";

/// The newest page of a thread. `$1` is the workspace, `$2` the conversation.
pub const THREAD: &str = "\
SELECT * FROM (\
(SELECT 'message' AS kind, m.id::text, m.conversation_id::text, m.direction, m.state, m.sender, \
coalesce(t.name, a.first_name || ' ' || a.last_name) AS name, m.body, m.segments, m.price_micros, \
m.error_code, m.created_at::text, m.sent_at::text, m.settled_at::text \
FROM messages m \
LEFT JOIN agents a ON a.workspace_id = m.workspace_id AND a.id = m.agent_id \
LEFT JOIN api_tokens t ON t.workspace_id = m.workspace_id AND t.id = m.api_token_id \
WHERE m.workspace_id = $1::text::uuid AND m.conversation_id = $2::text::uuid \
ORDER BY m.created_at DESC, m.id DESC LIMIT 51) \
UNION ALL \
(SELECT r.kind, r.id::text, r.conversation_id::text, NULL, NULL, NULL, \
a.first_name || ' ' || a.last_name, r.detail, NULL, NULL, NULL, r.created_at::text, NULL, NULL \
FROM thread_records r \
LEFT JOIN agents a ON a.workspace_id = r.workspace_id AND a.id = r.agent_id \
WHERE r.workspace_id = $1::text::uuid AND r.conversation_id = $2::text::uuid \
ORDER BY r.created_at DESC, r.id DESC LIMIT 51)\
) entries ORDER BY created_at DESC LIMIT 51";

/// An inbound text, unless it came before: `$1` the carrier's id, `$2` from, `$3` to, `$4` the
/// words, `$5` the message's id.
pub const INBOUND: &str = "\
INSERT INTO messages (workspace_id, id, conversation_id, number_id, direction, state, sender, \
body, segments, price_micros, carrier_message_id, created_at) \
SELECT r.workspace_id, $5::text::uuid, c.id, r.number_id, 'inbound', 'received', 'contact', \
$4::text, 1, 0, $1::text, now() \
FROM rented_numbers r \
JOIN contacts k ON k.workspace_id = r.workspace_id AND k.phone = $2::text \
JOIN conversations c ON c.workspace_id = k.workspace_id AND c.contact_id = k.id \
WHERE r.phone = $3::text \
ON CONFLICT (workspace_id, carrier_message_id) DO NOTHING \
RETURNING workspace_id::text, conversation_id::text";

/// What an inbound text changes of its conversation: `$1` the workspace, `$2` the conversation,
/// `$3` the words.
pub const TOUCH: &str = "\
UPDATE conversations SET excerpt = $3::text, excerpt_by = 'contact', \
excerpt_agent_id = NULL, excerpt_name = NULL, last_activity_at = now(), \
last_inbound_at = now(), unread_count = unread_count + 1, archived_at = NULL, \
put_off_until = NULL, \
put_off_by = CASE WHEN follow_up_due_at IS NOT NULL THEN put_off_by END \
WHERE workspace_id = $1::text::uuid AND id = $2::text::uuid";

/// A statement with its parameters written in, in their order.
pub fn written(statement: &str, parameters: &[&str]) -> String {
    let numbered = parameters.iter().enumerate();
    let written = numbered.fold(statement.to_owned(), |statement, (index, parameter)| {
        statement.replace(&format!("${}", index + 1), parameter)
    });
    format!("{written};\n")
}

/// A text as SQL writes it.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Conversations that may be texted in, numbered from 1, in no order that means anything.
pub const PICKS: &str = "\
DROP TABLE IF EXISTS bench_picks;
CREATE TABLE bench_picks AS
SELECT (row_number() OVER ())::int AS n, picked.* FROM (
    SELECT c.id AS conversation_id, k.phone, n.phone AS number, n.id AS number_id
    FROM conversations c
    JOIN contacts k ON k.workspace_id = c.workspace_id AND k.id = c.contact_id
    JOIN numbers n ON n.workspace_id = c.workspace_id AND n.id = c.number_id
    WHERE c.workspace_id = 'LARGE' AND NOT EXISTS (SELECT 1 FROM opt_outs o
        WHERE o.workspace_id = k.workspace_id AND o.phone = k.phone)
    ORDER BY md5(c.id::text) LIMIT COUNT) picked;
ALTER TABLE bench_picks ADD PRIMARY KEY (n);
ANALYZE bench_picks;";

/// A workspace with the newest 250 conversations of the largest one, texts free of charge.
pub const SMALL_WORKSPACE: &str = "\
BEGIN;
CREATE TEMPORARY TABLE new ON COMMIT DROP AS SELECT gen_random_uuid() AS id;
CREATE TEMPORARY TABLE chosen ON COMMIT DROP AS
    SELECT id, contact_id FROM conversations WHERE workspace_id = 'LARGE'
    ORDER BY last_activity_at DESC LIMIT 250;
INSERT INTO workspaces SELECT new.id, 'Small NUMBER', time_zone, created_at
    FROM workspaces w, new WHERE w.id = 'LARGE';
INSERT INTO balances SELECT id, 0 FROM new;
INSERT INTO event_cursors SELECT id, 0 FROM new;
INSERT INTO agents SELECT new.id, a.id, role, first_name, last_name, created_at
    FROM agents a, new WHERE workspace_id = 'LARGE';
INSERT INTO groups SELECT new.id, g.id, name, created_at, ending_at
    FROM groups g, new WHERE workspace_id = 'LARGE';
INSERT INTO group_members SELECT new.id, group_id, agent_id
    FROM group_members, new WHERE workspace_id = 'LARGE';
INSERT INTO sign_ins SELECT 'EMAIL', new.id, agent_id, password_hash, confirmed_at
    FROM sign_ins s, new WHERE workspace_id = 'LARGE';
INSERT INTO cards SELECT new.id, c.id, processor_id, brand, last_four, expiry_month, expiry_year,
    is_primary, created_at, deleted_at FROM cards c, new WHERE workspace_id = 'LARGE';
INSERT INTO numbers SELECT new.id, n.id, '+1512556NUMBER' || row_number() OVER (ORDER BY n.id) + 10,
    name, state, carrier_number_id || '-NUMBER', is_default, rented_at, released_at
    FROM numbers n, new WHERE workspace_id = 'LARGE';
INSERT INTO rented_numbers SELECT n.phone, n.workspace_id, n.id
    FROM numbers n JOIN new ON n.workspace_id = new.id;
INSERT INTO simulated_numbers SELECT n.phone, n.carrier_number_id, s.inbound_url, n.rented_at
    FROM numbers n JOIN new ON n.workspace_id = new.id,
    LATERAL (SELECT inbound_url FROM simulated_numbers LIMIT 1) s;
INSERT INTO contacts (workspace_id, id, phone, first_name, last_name, email, date_of_birth, zip,
        state, company, source, custom_fields, created_at, updated_at)
    SELECT new.id, k.id, phone, first_name, last_name, email, date_of_birth, zip,
        state, company, source, custom_fields, created_at, updated_at
    FROM contacts k JOIN chosen ON chosen.contact_id = k.id, new WHERE workspace_id = 'LARGE';
INSERT INTO opt_outs SELECT new.id, o.phone, o.source, opted_out_at
    FROM opt_outs o JOIN new ON true
    JOIN contacts k ON k.workspace_id = new.id AND k.phone = o.phone
    WHERE o.workspace_id = 'LARGE';
INSERT INTO conversations SELECT new.id, c.id, c.contact_id, number_id, hot, archived_at,
    unread_count, excerpt, excerpt_by, last_activity_at, last_inbound_at, created_at,
    excerpt_agent_id, excerpt_name
    FROM conversations c JOIN chosen ON chosen.id = c.id, new WHERE workspace_id = 'LARGE';
INSERT INTO messages (workspace_id, id, conversation_id, number_id, direction, state, sender,
        agent_id, body, segments, price_micros, carrier_message_id, error_code, decision,
        created_at, sent_at, settled_at)
    SELECT new.id, m.id, conversation_id, number_id, direction, state, sender,
        agent_id, body, segments, 0, carrier_message_id, error_code, decision,
        created_at, sent_at, settled_at
    FROM messages m JOIN chosen ON chosen.id = m.conversation_id, new WHERE workspace_id = 'LARGE';
COMMIT;";

/// Seven texts with a word nobody else uses.
pub const RARE_MESSAGES: &str = "\
INSERT INTO messages (workspace_id, id, conversation_id, number_id, direction, state, sender,
    body, segments, price_micros, created_at)
SELECT workspace_id, gen_random_uuid(), id, number_id, 'inbound', 'received', 'contact',
    'Would that cover my xylophone too?', 1, 0, last_activity_at
FROM (SELECT * FROM conversations WHERE workspace_id = 'LARGE' ORDER BY md5(id::text) LIMIT 7) c;";

/// A payment into a balance, as the ledger keeps it.
pub const TOP_UP: &str = "\
BEGIN;
CREATE TEMPORARY TABLE paid ON COMMIT DROP AS
    SELECT gen_random_uuid() AS payment, gen_random_uuid() AS transaction;
INSERT INTO payments (workspace_id, id, card_id, amount_micros, state, requested_by, created_at,
        settled_at)
    SELECT c.workspace_id, paid.payment, c.id, AMOUNT, 'succeeded', a.id, now(), now()
    FROM paid, cards c JOIN agents a ON a.workspace_id = c.workspace_id AND a.role = 'owner'
    WHERE c.workspace_id = 'WORKSPACE' AND c.is_primary;
INSERT INTO ledger_transactions
    SELECT 'WORKSPACE'::uuid, transaction, 'funds_added', payment, now() FROM paid;
INSERT INTO ledger_entries
    SELECT 'WORKSPACE'::uuid, transaction, 'balance', AMOUNT FROM paid
    UNION ALL SELECT 'WORKSPACE'::uuid, transaction, 'card_payments', -AMOUNT FROM paid;
UPDATE balances SET balance_micros = balance_micros + AMOUNT WHERE workspace_id = 'WORKSPACE';
COMMIT;";

const FOUND: &str = "c.id, c.contact_id, k.first_name, k.last_name, k.phone, c.hot, \
c.archived_at IS NOT NULL, EXISTS (SELECT 1 FROM opt_outs o \
WHERE o.workspace_id = k.workspace_id AND o.phone = k.phone), \
c.unread_count, c.excerpt, c.excerpt_by, c.excerpt_agent_id, c.excerpt_name, \
c.last_activity_at";

fn contact_matches(texts: usize, with_phone: bool) -> String {
    let texts: Vec<String> = (1..=texts)
        .map(|text| format!("k.search_text ILIKE :text{text}"))
        .collect();
    let texts = texts.join(" AND ");
    if with_phone {
        format!("({texts} OR k.search_text LIKE :phone)")
    } else {
        format!("({texts})")
    }
}

/// pgbench's script of the contacts that match `:text1`, `:text2` and so on, or `:phone`.
pub fn search_contacts(workspace: &str, texts: usize, with_phone: bool) -> String {
    let matches = contact_matches(texts, with_phone);
    format!(
        "SELECT {FOUND} FROM contacts k \
         JOIN conversations c ON c.workspace_id = k.workspace_id AND c.contact_id = k.id \
         WHERE k.workspace_id = '{workspace}' AND {matches} AND c.archived_at IS NULL \
         ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 51;\n"
    )
}

/// pgbench's script of the newest message with `:words` of each conversation, matches marked.
pub fn search_messages(workspace: &str, texts: usize, with_phone: bool) -> String {
    let matches = contact_matches(texts, with_phone);
    format!(
        "SELECT {FOUND}, m.id, m.created_at, \
         ts_headline('simple', m.body, to_tsquery('simple', :words)) \
         FROM (SELECT DISTINCT ON (conversation_id) * FROM (\
         SELECT * FROM messages WHERE workspace_id = '{workspace}' \
         AND search @@ to_tsquery('simple', :words) \
         ORDER BY created_at DESC, id DESC LIMIT 100) newest \
         ORDER BY conversation_id, created_at DESC, id DESC) m \
         JOIN conversations c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id \
         JOIN contacts k ON k.workspace_id = c.workspace_id AND k.id = c.contact_id \
         WHERE NOT {matches} AND c.archived_at IS NULL \
         ORDER BY m.created_at DESC, m.id DESC LIMIT 51;\n"
    )
}

/// pgbench's script of all that the page needs to open: `WORKSPACE` and `EMAIL` are to be
/// written in.
pub const OPENING: &str = "\
SELECT cursor FROM event_cursors WHERE workspace_id = 'WORKSPACE';
SELECT a.id, a.first_name, a.last_name, s.email, a.role, w.id, w.name, w.time_zone \
FROM sign_ins s JOIN agents a ON a.workspace_id = s.workspace_id AND a.id = s.agent_id \
JOIN workspaces w ON w.id = a.workspace_id WHERE s.email = 'EMAIL';
SELECT n.id, phone, name, state, is_default, rented_at, \
(SELECT count(*) FROM (SELECT 1 FROM conversations c WHERE c.workspace_id = n.workspace_id \
AND c.number_id = n.id LIMIT 10000) counted) \
FROM numbers n WHERE workspace_id = 'WORKSPACE' AND state <> 'released' \
ORDER BY is_default DESC, rented_at, id;
SELECT id, name, colour, created_at FROM tags WHERE workspace_id = 'WORKSPACE' \
AND ending_at IS NULL ORDER BY lower(name), id;
SELECT id, first_name, last_name FROM agents WHERE workspace_id = 'WORKSPACE' \
ORDER BY first_name, last_name, id;
SELECT g.id, g.name, array_agg(m.agent_id) FROM groups g \
LEFT JOIN group_members m ON m.workspace_id = g.workspace_id AND m.group_id = g.id \
WHERE g.workspace_id = 'WORKSPACE' AND g.ending_at IS NULL \
GROUP BY g.id, g.name ORDER BY lower(g.name), g.id;
SELECT f.* FROM saved_filters f LEFT JOIN sign_ins s ON s.email = 'EMAIL' \
WHERE f.workspace_id = 'WORKSPACE' AND (f.shared OR f.agent_id = s.agent_id) \
ORDER BY lower(f.name), f.id;
";

/// pgbench's script of the tab counts.
pub const COUNTS: &str = "\
SELECT \
(SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = 'WORKSPACE' LIMIT 10000) c), \
(SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = 'WORKSPACE' \
AND hot AND archived_at IS NULL LIMIT 10000) c), \
(SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = 'WORKSPACE' \
AND archived_at IS NULL AND put_off_until IS NULL LIMIT 10000) c), \
(SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = 'WORKSPACE' \
AND archived_at IS NOT NULL LIMIT 10000) c), \
(SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = 'WORKSPACE' \
AND unread_count > 0 AND archived_at IS NULL AND put_off_until IS NULL LIMIT 10000) c), \
(SELECT count(*) FROM (SELECT 1 FROM conversations WHERE workspace_id = 'WORKSPACE' \
AND follow_up_due_at IS NOT NULL AND archived_at IS NULL LIMIT 10000) c);
";

/// The inbox's first page, of those conversations `c` for which something holds.
pub fn inbox_where(condition: &str) -> String {
    INBOX.replace(" ORDER BY", &format!(" AND {condition} ORDER BY"))
}

/// Whether the contact wears a tag.
pub fn tagged(tag: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM contact_tags w WHERE w.workspace_id = c.workspace_id \
         AND w.contact_id = c.contact_id AND w.tag_id = '{tag}')"
    )
}

/// Whether the contact stands in a stage.
pub fn standing(stage: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM pipeline_cards p WHERE p.workspace_id = c.workspace_id \
         AND p.contact_id = c.contact_id AND p.stage_id = '{stage}')"
    )
}

/// Whether it is assigned to a group that an agent is in.
pub fn of_groups(agent: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM group_members m WHERE m.workspace_id = c.workspace_id \
         AND m.group_id = c.assigned_group_id AND m.agent_id = '{agent}')"
    )
}

/// The workspace's owner.
pub const OWNER: &str = "SELECT id::text FROM agents \
WHERE workspace_id = 'WORKSPACE' AND role = 'owner'";

/// The tag most contacts wear.
pub const COMMON_TAG: &str = "SELECT tag_id::text FROM contact_tags \
WHERE workspace_id = 'WORKSPACE' GROUP BY tag_id ORDER BY count(*) DESC LIMIT 1";

/// The stage with the most cards.
pub const FULL_STAGE: &str = "SELECT id::text FROM pipeline_stages \
WHERE workspace_id = 'WORKSPACE' ORDER BY cards DESC LIMIT 1";

/// pgbench's script of the board: the stages with their figures, and the first cards of each.
pub const PIPELINE: &str = "\
SELECT id, name, colour, cards, total_micros FROM pipeline_stages \
WHERE workspace_id = 'WORKSPACE' ORDER BY position;
SELECT s.id, first.* FROM pipeline_stages s, LATERAL (\
SELECT p.contact_id, c.id AS conversation_id, k.first_name, k.last_name, k.phone, c.hot, \
k.tag_id, c.unread_count, p.amount_micros, p.entered_at, p.sort_key \
FROM pipeline_cards p \
JOIN contacts k ON k.workspace_id = p.workspace_id AND k.id = p.contact_id \
JOIN conversations c ON c.workspace_id = k.workspace_id AND c.contact_id = k.id \
WHERE p.workspace_id = s.workspace_id AND p.stage_id = s.id \
ORDER BY p.sort_key, p.contact_id LIMIT 51) first \
WHERE s.workspace_id = 'WORKSPACE';
";

/// pgbench's script of the first page of contacts by name.
pub const CONTACTS_BY_NAME: &str = "\
SELECT k.id, k.phone, k.first_name, k.last_name, k.email, k.source, k.created_at, k.tag_id, \
c.id AS conversation_id, c.last_activity_at, o.opted_out_at \
FROM contacts k \
LEFT JOIN conversations c ON c.workspace_id = k.workspace_id AND c.contact_id = k.id \
LEFT JOIN opt_outs o ON o.workspace_id = k.workspace_id AND o.phone = k.phone \
WHERE k.workspace_id = 'WORKSPACE' \
ORDER BY contact_sort_name(k.first_name, k.last_name) COLLATE \"C\", k.id LIMIT 51;
";

/// pgbench's script of an outbound text: opt-out check, conditional debit, ledger, message, job.
pub const OUTBOUND: &str = "\
\\set n random(1, PICKS)
BEGIN;
SELECT gen_random_uuid() AS message_id, gen_random_uuid() AS transaction_id, \
p.conversation_id, p.number_id FROM bench_picks p WHERE p.n = :n \
AND NOT EXISTS (SELECT 1 FROM opt_outs o WHERE o.workspace_id = 'WORKSPACE' AND o.phone = p.phone) \\gset
UPDATE balances SET balance_micros = balance_micros - 12000 \
WHERE workspace_id = 'WORKSPACE' AND balance_micros >= 12000;
INSERT INTO ledger_transactions (workspace_id, id, kind, reference_id, created_at) \
VALUES ('WORKSPACE', :transaction_id, 'message_charged', :message_id, now());
INSERT INTO ledger_entries (workspace_id, transaction_id, account, amount_micros) \
VALUES ('WORKSPACE', :transaction_id, 'balance', -12000), \
('WORKSPACE', :transaction_id, 'messages', 12000);
INSERT INTO messages (workspace_id, id, conversation_id, number_id, direction, state, sender, \
body, segments, price_micros, created_at) \
VALUES ('WORKSPACE', :message_id, :conversation_id, :number_id, 'outbound', 'queued', 'copperline', \
'I can call you at six. Does that still work?', 1, 12000, now());
INSERT INTO jobs (id, workspace_id, kind, payload, run_at, created_at) \
VALUES (gen_random_uuid(), 'WORKSPACE', 'send_message', '{\"kind\": \"send_message\"}', now(), now());
COMMIT;
";

/// Conversations of a workspace whose contacts may be texted.
pub const MAY_BE_TEXTED: &str = "\
SELECT c.id::text FROM conversations c \
JOIN contacts k ON k.workspace_id = c.workspace_id AND k.id = c.contact_id \
WHERE c.workspace_id = $1::text::uuid AND NOT EXISTS (SELECT 1 FROM opt_outs o \
WHERE o.workspace_id = k.workspace_id AND o.phone = k.phone) LIMIT 100";

/// Conversations of a workspace whose contacts opted out.
pub const OPTED_OUT: &str = "\
SELECT c.id::text FROM opt_outs o \
JOIN contacts k ON k.workspace_id = o.workspace_id AND k.phone = o.phone \
JOIN conversations c ON c.workspace_id = k.workspace_id AND c.contact_id = k.id \
WHERE o.workspace_id = $1::text::uuid LIMIT 20";
