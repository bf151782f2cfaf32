//! Words of the notepad.

pub const TITLE: &str = "Notes";
pub const PLACEHOLDER: &str = "What you want to remember. Saves by itself.";
pub const SAVED: &str = "Saved";
pub const SAVING: &str = "Saving…";
pub const OFFLINE: &str = "Copperline doesn't answer. It is kept here and saved once it does.";
pub const SIGN_IN: &str = "Sign in again. It is kept here until then.";
pub const CONFLICT: &str = "Decide between the two texts first.";
pub const EMPTIED: &str = "(They have emptied the note.)";
pub const DECIDE: &str = "Yours is below. If you keep it, theirs stays under Versions.";
pub const KEEP_BOTH: &str = "Keep both";
pub const KEEP_MINE: &str = "Keep mine";
pub const TAKE_THEIRS: &str = "Take theirs";
pub const TOOK_THEIRS: &str = "Their text took the place of yours";
pub const HISTORY: &str = "Versions";
pub const HISTORY_TITLE: &str = "Versions of this note";
pub const STANDS: &str = "Stands there now.";
pub const RESTORE: &str = "Restore";
pub const RESTORED: &str = "Restored; the text before it is under Versions";
pub const EMPTY: &str = "(Empty)";

/// Why a note is not saved.
pub fn not_saved(why: &str) -> String {
    format!("Not saved. {why}")
}

/// Who has changed the note meanwhile.
pub fn changed_by(name: &str) -> String {
    if name.is_empty() {
        "Somebody has changed this note meanwhile".to_owned()
    } else {
        format!("{name} has changed this note meanwhile")
    }
}
