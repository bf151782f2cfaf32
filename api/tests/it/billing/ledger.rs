//! M2, M3: whatever happens at once, the ledger stays in balance.

use copperline_api::billing::ledger;
use copperline_api::check;
use copperline_api::db::{Atomic, WorkspaceId};
use copperline_api::error::Error;
use copperline_api::schema::ledger_transactions;
use copperline_shared::money::Micros;
use copperline_shared::problem::ErrorCode;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use crate::support::TestApp;

/// Something that happens to the ledger. Small numbers name the message or payment, so that
/// retries and duplicates are frequent.
#[derive(Clone, Copy, Debug)]
enum Step {
    Charge(u8),
    /// The process dies before the commit.
    ChargeAndDie(u8),
    Refund(u8),
    /// An opt-out stops several messages in one transaction.
    RefundThree(u8),
    Credit(u8),
}

const MESSAGES: u8 = 8;
const PAYMENTS: u8 = 4;
const LINES: usize = 5;

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..MESSAGES).prop_map(Step::Charge),
        1 => (0..MESSAGES).prop_map(Step::ChargeAndDie),
        2 => (0..MESSAGES).prop_map(Step::Refund),
        1 => (0..MESSAGES - 2).prop_map(Step::RefundThree),
        2 => (0..PAYMENTS).prop_map(Step::Credit),
    ]
}

/// The same for each run, so that retries name the same thing.
struct Names {
    workspace: WorkspaceId,
    messages: Vec<Uuid>,
    payments: Vec<Uuid>,
}

/// Of each message another; the payments together don't cover all of them.
fn price(message: u8) -> Micros {
    Micros(12_000 * i64::from(message + 1))
}

fn amount(payment: u8) -> Micros {
    Micros(20_000 + 7 * i64::from(payment))
}

impl Names {
    /// Takes the step and says how many movements it made.
    async fn take(&self, connection: &mut AsyncPgConnection, step: Step) -> Result<usize, Error> {
        #[expect(clippy::disallowed_methods, reason = "the time plays no part here")]
        let now = chrono::Utc::now();
        let workspace = self.workspace;
        let message = |index: u8| self.messages[usize::from(index)];
        connection
            .atomically(async |connection| match step {
                Step::Charge(index) => {
                    let price = price(index);
                    let events =
                        ledger::charge_message(connection, workspace, message(index), price, now);
                    Ok(events.await?.len())
                }
                Step::ChargeAndDie(index) => {
                    let price = price(index);
                    ledger::charge_message(connection, workspace, message(index), price, now)
                        .await?;
                    Err(diesel::result::Error::RollbackTransaction.into())
                }
                Step::Refund(index) => {
                    let events = ledger::refund_message(connection, workspace, message(index), now);
                    Ok(events.await?.len())
                }
                Step::RefundThree(first) => {
                    let mut made = 0;
                    for index in first..first + 3 {
                        let events =
                            ledger::refund_message(connection, workspace, message(index), now);
                        made += events.await?.len();
                    }
                    Ok(made)
                }
                Step::Credit(index) => {
                    let payment = self.payments[usize::from(index)];
                    let amount = amount(index);
                    let events =
                        ledger::credit_payment(connection, workspace, payment, amount, now);
                    Ok(events.await?.len())
                }
            })
            .await
    }

    /// Takes a line's steps one after the other on a connection of its own.
    async fn walk(&self, app: &TestApp, steps: Vec<Step>) -> usize {
        let mut connection = app.connection().await;
        let mut made = 0;
        for step in steps {
            match self.take(&mut connection, step).await {
                Ok(movements) => made += movements,
                Err(error) if error.code() == ErrorCode::BalanceTooLow => {}
                Err(_) if matches!(step, Step::ChargeAndDie(_)) => {}
                Err(error) => panic!("{step:?}: {error}"),
            }
        }
        made
    }
}

#[actix_web::test]
async fn m2_m3_any_interleaving_of_charges_refunds_top_ups_and_retries_keeps_the_ledger_in_balance()
{
    let app = TestApp::start().await;
    let mut runner = TestRunner::deterministic();
    let lines = prop::collection::vec(prop::collection::vec(step(), 0..16), LINES);
    for _ in 0..24 {
        let lines = lines.new_tree(&mut runner).expect("steps").current();
        let owner = app.owner().await;
        let names = Names {
            workspace: owner.workspace,
            messages: (0..MESSAGES).map(|_| Uuid::now_v7()).collect(),
            payments: (0..PAYMENTS).map(|_| Uuid::now_v7()).collect(),
        };
        let walks = lines.iter().map(|steps| names.walk(&app, steps.clone()));
        let made: usize = futures_util::future::join_all(walks)
            .await
            .into_iter()
            .sum();

        let mut connection = app.connection().await;
        let report = check::run(&mut connection).await.expect("a check");
        for finding in &report.findings[..2] {
            assert_eq!(finding.count, 0, "{lines:?}\n{report}");
        }
        let written: Vec<(String, Uuid)> = ledger_transactions::table
            .filter(ledger_transactions::workspace_id.eq(owner.workspace.0))
            .select((ledger_transactions::kind, ledger_transactions::reference_id))
            .load(&mut connection)
            .await
            .expect("the ledger");
        // Each movement was announced once, and no refund stands without its charge.
        assert_eq!(written.len(), made, "{lines:?}");
        for (kind, message) in &written {
            let charge = ("message_charged".to_owned(), *message);
            assert!(
                kind != "message_refunded" || written.contains(&charge),
                "{lines:?}"
            );
        }
        let expected: i64 = written
            .iter()
            .map(|(kind, reference)| {
                let place = |all: &[Uuid]| all.iter().position(|id| id == reference);
                let message = place(&names.messages).and_then(|place| u8::try_from(place).ok());
                let payment = place(&names.payments).and_then(|place| u8::try_from(place).ok());
                match kind.as_str() {
                    "message_charged" => -price(message.expect("a message")).0,
                    "message_refunded" => price(message.expect("a message")).0,
                    _ => amount(payment.expect("a payment")).0,
                }
            })
            .sum();
        let balance = ledger::balance(&connection, owner.workspace)
            .await
            .expect("a balance");
        assert_eq!(balance, Micros(expected), "{lines:?}");
        assert!(!balance.is_negative());
    }
}
