//! Conversations: the list on the left, the thread, the contact.

mod row;

pub use row::{ConversationRow, RowView};
