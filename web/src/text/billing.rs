//! Words of the billing screen.

use copperline_shared::billing::{PaymentState, TransactionKind};

pub const TITLE: &str = "Billing";
pub const LEAD: &str = "What this workspace has left to spend on texts and calls.";
pub const OWNER_ONLY: &str = "Only the owner sees billing";
pub const OWNER_ONLY_LEAD: &str = "Ask the owner of this workspace to add funds.";

pub const MONEY: &str = "Balance";
pub const BALANCE: &str = "Current balance";
pub const ADD_FUNDS: &str = "Add funds";
pub const ADD_FUNDS_LEAD: &str = "Charged to a card now, spent as you send.";
pub const AMOUNT: &str = "Amount";
pub const AMOUNT_HELP: &str = "From $5 to $10,000.";
pub const AMOUNTS: &str = "Usual amounts";
pub const CARD: &str = "Card";

pub const PRICES: &str = "Prices";
pub const PRICE_SEGMENT: &str = "Text you send, each segment";
pub const PRICE_PICTURE: &str = "Text with pictures you send";
pub const PRICE_INBOUND: &str = "Text you receive";
pub const PRICE_NUMBER: &str = "Number, a month";
pub const PRICE_AGENT: &str = "Agent, a month";
pub const FREE: &str = "free";

pub const CARDS: &str = "Cards";
pub const CARDS_LEAD: &str =
    "Card numbers stay with the card processor; Copperline keeps the last four digits.";
pub const NO_CARDS: &str =
    "No card yet. Add the one that pays for your texts and numbers; then you can add funds.";
pub const PRIMARY: &str = "Primary";
pub const ADD_CARD: &str = "Add a card";
pub const MAKE_PRIMARY: &str = "Make primary";
pub const DELETE: &str = "Delete";
pub const CARD_NUMBER: &str = "Card number";
pub const CARD_NUMBER_EXAMPLE: &str = "4242 4242 4242 4242";
pub const EXPIRY: &str = "Expires";
pub const EXPIRY_EXAMPLE: &str = "MM/YY";
pub const EXPIRY_WRONG: &str = "Enter month and year, like 12/30";
pub const CVC: &str = "Security code";
pub const CVC_EXAMPLE: &str = "123";
pub const SIMULATED_CARD: &str = "This is the simulated card processor";
pub const SIMULATED_CARD_LEAD: &str = "Never enter a real card. 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined, 4000 0000 0000 9995 has insufficient funds.";
pub const CARD_ADDED: &str = "Card added";
pub const CARD_DELETED: &str = "Card deleted";

pub const PAYMENTS: &str = "Payments";
pub const PAYMENTS_LEAD: &str = "What was charged to your cards.";
pub const NO_PAYMENTS: &str = "No payments yet. What you add to the balance appears here.";
pub const TRANSACTIONS: &str = "Transactions";
pub const TRANSACTIONS_LEAD: &str = "Everything that changed the balance.";
pub const NO_TRANSACTIONS: &str =
    "Nothing has moved yet. Funds you add and texts you send appear here.";
pub const WHEN: &str = "When";
pub const WHAT: &str = "What";
pub const STATE: &str = "State";

/// The brand and last four digits of a card.
pub fn card(brand: &str, last_four: &str) -> String {
    format!("{brand} ending in {last_four}")
}

/// When a card expires, as on the card.
pub fn expires(month: u8, year: u16) -> String {
    format!("Expires {month:02}/{:02}", year % 100)
}

/// The name of a card's menu.
pub fn actions(card: &str) -> String {
    format!("Actions for {card}")
}

pub fn now_primary(card: &str) -> String {
    format!("{card} is the primary card now")
}

pub fn delete_question(card: &str) -> String {
    format!("Delete {card}?")
}

pub const DELETE_ENDS: &str = "It can't be charged any more. Past payments stay in the list.";

/// The button that charges a card.
pub fn add(amount: &str) -> String {
    format!("Add {amount}")
}

pub fn added(amount: &str) -> String {
    format!("{amount} added to the balance")
}

/// About how many texts the balance pays for.
pub fn texts_left(count: u64) -> String {
    match count {
        0 => "Add funds to send texts".to_owned(),
        1 => "Enough for about 1 text of one segment".to_owned(),
        n => format!(
            "Enough for about {} texts of one segment",
            crate::format::count(n)
        ),
    }
}

pub const fn payment_state(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Pending => "Pending",
        PaymentState::Succeeded => "Paid",
        PaymentState::Failed => "Failed",
        PaymentState::Refunded => "Refunded",
    }
}

pub const fn transaction(kind: TransactionKind) -> &'static str {
    match kind {
        TransactionKind::FundsAdded => "Funds added",
        TransactionKind::MessageCharged => "Text sent",
        TransactionKind::MessageRefunded => "Text not sent, refunded",
    }
}
