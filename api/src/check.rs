//! `copperline check`: audits a whole database and says what it looked at (M2).
//!
//! Everything is read in one snapshot, so that it may run beside a working installation. These
//! questions span all workspaces and compare sums, for which Diesel has no words: they are SQL.

use std::fmt;

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;

use crate::db::Connection;
use crate::error::Error;

/// Of each audit, so many deviations are named; the rest are counted.
const NAMED: usize = 100;

/// One question to the database.
struct Audit {
    /// What holds.
    claim: &'static str,
    /// Counts what is looked at.
    looked_at: &'static str,
    /// Names each thing of which the claim is not true.
    deviations: &'static str,
}

const AUDITS: [Audit; 19] = [
    Audit {
        claim: "the entries of each ledger transaction sum to zero",
        looked_at: "SELECT count(*) AS count FROM ledger_transactions",
        deviations: "SELECT format('workspace %s: transaction %s (%s) has %s entries that sum to %s micro-dollars',
                t.workspace_id, t.id, t.kind, count(e.account), coalesce(sum(e.amount_micros), 0)) AS deviation
            FROM ledger_transactions t
            LEFT JOIN ledger_entries e ON e.workspace_id = t.workspace_id AND e.transaction_id = t.id
            GROUP BY t.workspace_id, t.id
            HAVING count(e.account) < 2 OR sum(e.amount_micros) <> 0",
    },
    Audit {
        claim: "each balance is the sum of its entries and not below zero",
        looked_at: "SELECT count(*) AS count FROM balances",
        deviations: "SELECT format('workspace %s: the balance is %s micro-dollars, its entries sum to %s',
                w.id, coalesce(b.balance_micros::text, 'missing'), coalesce(e.total, 0)) AS deviation
            FROM workspaces w
            LEFT JOIN balances b ON b.workspace_id = w.id
            LEFT JOIN (SELECT workspace_id, sum(amount_micros) AS total FROM ledger_entries
                WHERE account = 'balance' GROUP BY workspace_id) e ON e.workspace_id = w.id
            WHERE b.balance_micros IS NULL OR b.balance_micros < 0
                OR b.balance_micros <> coalesce(e.total, 0)",
    },
    Audit {
        claim: "each text that cost something was charged its price, and kept when it left",
        looked_at: "SELECT count(*) AS count FROM messages WHERE direction = 'outbound' AND price_micros > 0",
        deviations: "SELECT format('workspace %s: message %s (%s, price %s) was charged %s and refunded %s micro-dollars',
                m.workspace_id, m.id, m.state, m.price_micros, coalesce(-c.amount_micros, 0), coalesce(r.amount_micros, 0)) AS deviation
            FROM messages m
            LEFT JOIN (SELECT t.workspace_id, t.reference_id, e.amount_micros FROM ledger_transactions t
                JOIN ledger_entries e ON e.workspace_id = t.workspace_id AND e.transaction_id = t.id AND e.account = 'balance'
                WHERE t.kind = 'message_charged') c ON c.workspace_id = m.workspace_id AND c.reference_id = m.id
            LEFT JOIN (SELECT t.workspace_id, t.reference_id, e.amount_micros FROM ledger_transactions t
                JOIN ledger_entries e ON e.workspace_id = t.workspace_id AND e.transaction_id = t.id AND e.account = 'balance'
                WHERE t.kind = 'message_refunded') r ON r.workspace_id = m.workspace_id AND r.reference_id = m.id
            WHERE m.direction = 'outbound' AND m.price_micros > 0
                AND (coalesce(c.amount_micros, 0) <> -m.price_micros
                    OR coalesce(r.amount_micros, 0) <> CASE WHEN m.state IN ('failed', 'cancelled') THEN m.price_micros ELSE 0 END)",
    },
    Audit {
        claim: "each charge and refund is for a text of its workspace that costs something",
        looked_at: "SELECT count(*) AS count FROM ledger_transactions WHERE kind <> 'funds_added'",
        deviations: "SELECT format('workspace %s: %s %s is for %s, which is no text that costs something',
                t.workspace_id, t.kind, t.id, t.reference_id) AS deviation
            FROM ledger_transactions t
            LEFT JOIN messages m ON m.workspace_id = t.workspace_id AND m.id = t.reference_id
                AND m.direction = 'outbound' AND m.price_micros > 0
            LEFT JOIN erased_messages gone ON gone.workspace_id = t.workspace_id AND gone.id = t.reference_id
                AND gone.direction = 'outbound' AND gone.price_micros > 0
            WHERE t.kind <> 'funds_added' AND m.id IS NULL AND gone.id IS NULL",
    },
    Audit {
        claim: "each succeeded payment was credited its amount",
        looked_at: "SELECT count(*) AS count FROM payments WHERE state = 'succeeded'",
        deviations: "SELECT format('workspace %s: payment %s of %s micro-dollars was credited %s',
                p.workspace_id, p.id, p.amount_micros, coalesce(e.amount_micros, 0)) AS deviation
            FROM payments p
            LEFT JOIN ledger_transactions t ON t.workspace_id = p.workspace_id
                AND t.kind = 'funds_added' AND t.reference_id = p.id
            LEFT JOIN ledger_entries e ON e.workspace_id = t.workspace_id AND e.transaction_id = t.id
                AND e.account = 'balance'
            WHERE p.state = 'succeeded' AND coalesce(e.amount_micros, 0) <> p.amount_micros",
    },
    Audit {
        claim: "each credit is for a payment that succeeded",
        looked_at: "SELECT count(*) AS count FROM ledger_transactions WHERE kind = 'funds_added'",
        deviations: "SELECT format('workspace %s: credit %s is for payment %s, which is %s',
                t.workspace_id, t.id, t.reference_id, coalesce(p.state, 'missing')) AS deviation
            FROM ledger_transactions t
            LEFT JOIN payments p ON p.workspace_id = t.workspace_id AND p.id = t.reference_id
            WHERE t.kind = 'funds_added' AND coalesce(p.state, '') NOT IN ('succeeded', 'refunded')",
    },
    Audit {
        claim: "no event lies beyond its workspace's cursor",
        looked_at: "SELECT count(*) AS count FROM event_cursors",
        deviations: "SELECT format('workspace %s: the newest event is %s, the cursor stands at %s',
                w.id, coalesce(e.newest, 0), coalesce(c.cursor::text, 'missing')) AS deviation
            FROM workspaces w
            LEFT JOIN event_cursors c ON c.workspace_id = w.id
            LEFT JOIN (SELECT workspace_id, max(cursor) AS newest FROM events GROUP BY workspace_id) e
                ON e.workspace_id = w.id
            WHERE c.cursor IS NULL OR c.cursor < coalesce(e.newest, 0)",
    },
    Audit {
        claim: "the directory of numbers names exactly the numbers that are rented",
        looked_at: "SELECT count(*) AS count FROM rented_numbers",
        deviations: "SELECT format('workspace %s: number %s (%s) %s', coalesce(n.workspace_id, d.workspace_id),
                coalesce(n.phone, d.phone), coalesce(n.state, 'unknown'),
                CASE WHEN d.phone IS NULL THEN 'is not in the directory' ELSE 'should not be in the directory as it is' END) AS deviation
            FROM numbers n
            FULL JOIN rented_numbers d ON d.workspace_id = n.workspace_id AND d.number_id = n.id AND d.phone = n.phone
            WHERE (n.state = 'active' AND d.phone IS NULL)
                OR (d.phone IS NOT NULL AND coalesce(n.state, 'released') IN ('refused', 'released'))",
    },
    Audit {
        claim: "each stage's count and total are those of its cards",
        looked_at: "SELECT count(*) AS count FROM pipeline_stages",
        deviations: "SELECT format('workspace %s: stage %s says %s cards and %s micro-dollars, its cards are %s and sum to %s',
                s.workspace_id, s.id, s.cards, s.total_micros, coalesce(c.cards, 0), coalesce(c.total, 0)) AS deviation
            FROM pipeline_stages s
            LEFT JOIN (SELECT workspace_id, stage_id, count(*) AS cards, coalesce(sum(amount_micros), 0) AS total
                FROM pipeline_cards GROUP BY workspace_id, stage_id) c
                ON c.workspace_id = s.workspace_id AND c.stage_id = s.id
            WHERE s.cards <> coalesce(c.cards, 0) OR s.total_micros <> coalesce(c.total, 0)",
    },
    Audit {
        claim: "no text waits for the carrier without a job that will take it there",
        looked_at: "SELECT count(*) AS count FROM messages WHERE state = 'queued'",
        deviations: "SELECT format('workspace %s: message %s is queued since %s and no job has it',
                m.workspace_id, m.id, m.created_at) AS deviation
            FROM messages m
            LEFT JOIN jobs j ON j.workspace_id = m.workspace_id AND j.kind = 'send_message'
                AND j.payload->>'message_id' = m.id::text
            WHERE m.state = 'queued' AND j.id IS NULL",
    },
    Audit {
        claim: "each conversation that is put off has a job that brings it back",
        looked_at: "SELECT count(*) AS count FROM conversations WHERE put_off_until IS NOT NULL",
        deviations: "SELECT format('workspace %s: conversation %s is put off until %s and no job brings it back',
                c.workspace_id, c.id, c.put_off_until) AS deviation
            FROM conversations c
            LEFT JOIN jobs j ON j.workspace_id = c.workspace_id AND j.kind = 'end_put_off'
                AND j.payload->>'conversation_id' = c.id::text
                AND (j.payload->>'until')::timestamptz = c.put_off_until
            WHERE c.put_off_until IS NOT NULL AND j.id IS NULL",
    },
    Audit {
        claim: "each contact shows the tag that was applied to it last",
        looked_at: "SELECT count(*) AS count FROM contact_tags",
        deviations: "SELECT format('workspace %s: contact %s shows %s and not %s', c.workspace_id, c.id,
                coalesce(c.tag_id::text, 'no tag'), coalesce(l.tag_id::text, 'none')) AS deviation
            FROM contacts c
            LEFT JOIN (SELECT DISTINCT ON (workspace_id, contact_id) workspace_id, contact_id, tag_id
                FROM contact_tags
                ORDER BY workspace_id, contact_id, applied_at DESC, place DESC, tag_id DESC) l
                ON l.workspace_id = c.workspace_id AND l.contact_id = c.id
            WHERE c.tag_id IS DISTINCT FROM l.tag_id",
    },
    Audit {
        claim: "each agent belongs to a group",
        looked_at: "SELECT count(*) AS count FROM agents",
        deviations: "SELECT format('workspace %s: agent %s belongs to no group', a.workspace_id, a.id) AS deviation
            FROM agents a
            WHERE NOT EXISTS (SELECT FROM group_members m
                JOIN groups g ON g.workspace_id = m.workspace_id AND g.id = m.group_id
                WHERE m.workspace_id = a.workspace_id AND m.agent_id = a.id AND g.ending_at IS NULL)",
    },
    Audit {
        claim: "each group that was deleted has no members, and a job that ends it",
        looked_at: "SELECT count(*) AS count FROM groups",
        deviations: "SELECT format('workspace %s: group %s was deleted at %s and %s', g.workspace_id, g.id, g.ending_at,
                CASE WHEN j.id IS NULL THEN 'no job ends it' ELSE 'still has members' END) AS deviation
            FROM groups g
            LEFT JOIN jobs j ON j.workspace_id = g.workspace_id AND j.kind = 'end_group'
                AND j.payload->>'group_id' = g.id::text
            WHERE g.ending_at IS NOT NULL AND (j.id IS NULL OR EXISTS (SELECT FROM group_members m
                WHERE m.workspace_id = g.workspace_id AND m.group_id = g.id))",
    },
    Audit {
        claim: "no text waits for its moment without a job that will ask about it",
        looked_at: "SELECT count(*) AS count FROM messages WHERE due_at IS NOT NULL",
        deviations: "SELECT format('workspace %s: message %s (%s) is due at %s and no job asks about it',
                m.workspace_id, m.id, m.state, m.due_at) AS deviation
            FROM messages m
            WHERE m.due_at IS NOT NULL AND NOT EXISTS (SELECT FROM jobs j
                WHERE j.workspace_id = m.workspace_id AND j.kind = 'release_message'
                AND j.payload->>'message_id' = m.id::text AND j.dead_at IS NULL
                -- One that comes too early does nothing; one that failed comes later.
                AND (j.run_at >= m.due_at OR j.leased_until IS NOT NULL OR j.attempts > 0))",
    },
    Audit {
        claim: "each text counts the pictures that belong to it",
        looked_at: "SELECT count(*) AS count FROM message_pictures",
        deviations: "SELECT format('workspace %s: message %s says %s pictures and has %s',
                coalesce(m.workspace_id, p.workspace_id), coalesce(m.id, p.message_id),
                coalesce(m.pictures, 0), coalesce(p.pictures, 0)) AS deviation
            FROM (SELECT workspace_id, id, pictures FROM messages WHERE pictures > 0) m
            FULL JOIN (SELECT workspace_id, message_id, count(*) AS pictures FROM message_pictures
                GROUP BY workspace_id, message_id) p
                ON p.workspace_id = m.workspace_id AND p.message_id = m.id
            WHERE m.pictures IS DISTINCT FROM p.pictures",
    },
    Audit {
        claim: "no workflow waits for its next step without a job that will do it",
        looked_at: "SELECT count(*) AS count FROM workflow_runs WHERE state = 'running'",
        deviations: "SELECT format('workspace %s: run %s is due at %s and no job does its step %s',
                r.workspace_id, r.id, r.due_at, r.place) AS deviation
            FROM workflow_runs r
            WHERE r.state = 'running' AND NOT EXISTS (SELECT FROM jobs j
                WHERE j.workspace_id = r.workspace_id AND j.kind = 'run_workflow_step'
                AND j.payload->>'run_id' = r.id::text AND j.dead_at IS NULL
                AND (j.run_at >= r.due_at OR j.leased_until IS NOT NULL OR j.attempts > 0))",
    },
    Audit {
        claim: "each run of a workflow has sent the texts it counts, of steps that it has done",
        looked_at: "SELECT count(*) AS count FROM workflow_runs",
        deviations: "SELECT format('workspace %s: run %s counts %s texts and stands at step %s, it has %s up to step %s',
                r.workspace_id, r.id, r.sent, r.place, coalesce(m.texts, 0), m.last) AS deviation
            FROM workflow_runs r
            LEFT JOIN (SELECT workspace_id, workflow_run_id, count(*) AS texts, max(workflow_step) AS last
                FROM messages WHERE workflow_run_id IS NOT NULL GROUP BY workspace_id, workflow_run_id) m
                ON m.workspace_id = r.workspace_id AND m.workflow_run_id = r.id
            WHERE r.sent <> coalesce(m.texts, 0) OR m.last > r.place
                OR (r.state = 'running' AND m.last = r.place)",
    },
    Audit {
        claim: "no background work was given up",
        looked_at: "SELECT count(*) AS count FROM jobs",
        deviations: "SELECT format('job %s (%s) was given up on %s after %s attempts: %s',
                id, kind, dead_at, attempts, coalesce(last_error, '')) AS deviation
            FROM jobs WHERE dead_at IS NOT NULL",
    },
];

/// What the audits found.
#[derive(Clone, Debug)]
pub struct Report {
    pub findings: Vec<Finding>,
}

/// The outcome of one audit.
#[derive(Clone, Debug)]
pub struct Finding {
    pub claim: &'static str,
    /// How many things were looked at.
    pub looked_at: i64,
    /// How many are not as claimed.
    pub count: usize,
    /// The first hundred of them.
    pub deviations: Vec<String>,
}

impl Report {
    /// Whether every claim holds.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.count == 0)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding {
            claim,
            looked_at,
            count,
            deviations,
        } in &self.findings
        {
            let verdict = if *count == 0 { "ok   " } else { "WRONG" };
            writeln!(formatter, "{verdict} {claim} ({looked_at} looked at)")?;
            for deviation in deviations {
                writeln!(formatter, "      {deviation}")?;
            }
            if *count > deviations.len() {
                writeln!(formatter, "      and {} more", count - deviations.len())?;
            }
        }
        let verdict = if self.is_sound() {
            "Everything is as it should be."
        } else {
            "Something is wrong, see above."
        };
        write!(formatter, "{verdict}")
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Deviation {
    #[diesel(sql_type = Text)]
    deviation: String,
}

/// Audits the whole database. Reads only.
///
/// # Errors
/// When the database fails; deviations are no error.
pub async fn run(connection: &mut Connection) -> Result<Report, Error> {
    connection
        .build_transaction()
        .read_only()
        .repeatable_read()
        .run(async |connection| {
            let mut findings = Vec::with_capacity(AUDITS.len());
            for audit in &AUDITS {
                findings.push(audit.run(connection).await?);
            }
            Ok(Report { findings })
        })
        .await
}

impl Audit {
    async fn run(&self, connection: &mut Connection) -> Result<Finding, Error> {
        let Count { count: looked_at } = diesel::sql_query(self.looked_at)
            .get_result(connection)
            .await?;
        let found: Vec<Deviation> = diesel::sql_query(self.deviations).load(connection).await?;
        let count = found.len();
        let deviations = found
            .into_iter()
            .take(NAMED)
            .map(|found| found.deviation)
            .collect();
        Ok(Finding {
            claim: self.claim,
            looked_at,
            count,
            deviations,
        })
    }
}
