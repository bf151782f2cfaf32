//! Words of the billing screen.

pub const LEAD: &str = "What this workspace has left to spend on texts and calls.";
pub const BALANCE: &str = "Current balance";
pub const ADD_FUNDS: &str = "Add funds";
pub const TRANSACTIONS: &str = "Transactions";
