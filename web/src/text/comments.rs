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
pub const MORE: &str = "More about this comment";
pub const EDIT: &str = "Edit";
pub const EDITED: &str = "edited";
pub const CHANGE: &str = "Change the comment";
pub const CHANGE_HINT: &str =
    "Enter saves the comment, Shift and Enter start a new line, Esc leaves it as it was";
pub const SAVE: &str = "Save comment";
pub const CHANGED_ELSEWHERE: &str = "You have changed this comment elsewhere meanwhile";
pub const DECIDE: &str = "What you type here is below. One of the two stays.";
pub const KEEP_MINE: &str = "Keep what is below";
pub const TAKE_THEIRS: &str = "Keep what is above";
pub const TOOK_THEIRS: &str = "The comment stays as you changed it elsewhere";
pub const DISCARDED: &str = "The comment stays as it was";
pub const GONE: &str = "This comment was deleted meanwhile. What you typed stands under Comment, where a new one is written.";
pub const DELETE: &str = "Delete comment";
pub const DELETE_MINE: &str = "Delete your comment?";
pub const DELETE_ENDS: &str = "It vanishes for your whole team, and so does what it told those it mentions. It can't be brought back.";
pub const DELETED: &str = "Comment deleted";

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

/// When a comment was changed last.
pub fn edited_at(when: &str) -> String {
    format!("Edited {when}")
}

/// Whether a colleague's comment is to be deleted.
pub fn delete_of(author: &str) -> String {
    format!("Delete the comment of {author}?")
}

/// Read out when a comment comes in while the thread is open.
pub fn heard(author: &str, comment: &str) -> String {
    format!("{author} commented: {comment}")
}
