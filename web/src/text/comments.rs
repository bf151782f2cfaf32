//! Words of comments among colleagues.

pub const MODES: &str = "What you write";
pub const COMMENT: &str = "Comment";
pub const HALF_WRITTEN: &str = "half written";
pub const WRITE: &str = "Write a comment";
pub const PLACEHOLDER: &str = "Write a comment, @ mentions a colleague";
pub const HINT: &str = "Enter adds the comment, Shift and Enter start a new line";
pub const ADD: &str = "Add comment";
pub const MENTION: &str = "Mention";
pub const MAKE_COMMENT: &str = "Make it a comment";
pub const PEOPLE: &str = "People to mention";

/// The button that leads to the text.
pub fn text_to(name: &str) -> String {
    format!("Text to {name}")
}

/// Who sees a comment, above what is written of it.
pub fn audience(name: &str) -> String {
    format!("Only your team sees this. It is never sent to {name}.")
}

/// A text names a colleague like a comment does.
pub fn goes_to(name: &str, colleague: &str) -> String {
    format!("This text goes to {name}. To reach {colleague}, write a comment.")
}

/// Who commented, above a comment.
pub fn by(author: &str) -> String {
    format!("{author} commented, for the team only")
}

/// Read out when a comment comes in while the thread is open.
pub fn heard(author: &str, comment: &str) -> String {
    format!("{author} commented: {comment}")
}
