//! Words of the templates.

pub const TITLE: &str = "Templates";
pub const LEAD: &str = "Texts you send often. Type a template's shortcut while you write, or choose it with the Template button.";
pub const NEW: &str = "New template";
pub const NONE_TITLE: &str = "No templates yet";
pub const NONE_LEAD: &str = "Write once what you send often; insert it with a few keys.";
pub const NONE_LEAD_READ_ONLY: &str = "An owner or admin can make some.";
pub const NAME: &str = "Title";
pub const NAME_EXAMPLE: &str = "Quote is ready";
pub const SHORTCUT: &str = "Shortcut";
pub const SHORTCUT_HELP: &str = "Typed after a slash while writing, such as /quote.";
pub const BODY: &str = "Text";
pub const BODY_EXAMPLE: &str = "Hi {{first_name|there}}, your quote is ready. Shall I call you?";
pub const INSERT_FIELD: &str = "Insert a merge field";
pub const PREVIEW: &str = "Preview";
pub const PREVIEW_OF: &str = "As Maya Robinson of Austin, Texas, would get it.";
pub const PREVIEW_EMPTY: &str = "What you write appears here.";
pub const MAKE: &str = "Make template";
pub const MADE: &str = "Template made";
pub const SAVED: &str = "Template saved";
pub const EDIT: &str = "Edit";
pub const DELETE: &str = "Delete";
pub const DELETE_ENDS: &str = "Nobody can insert it any more. Texts already sent stay as they are.";
/// The composer's button.
pub const TEMPLATE: &str = "Template";
pub const CHOOSE: &str = "Choose a template";
pub const FILTER: &str = "Find by title";
pub const NOTHING_FOUND: &str = "No template has this title.";
pub const TO_TEMPLATES: &str = "Go to templates";
pub const SUGGESTIONS: &str = "Templates by shortcut";

pub fn edit_named(title: &str) -> String {
    format!("Edit {title}")
}

pub fn delete_named(title: &str) -> String {
    format!("Delete {title}")
}

pub fn delete_question(title: &str) -> String {
    format!("Delete “{title}”?")
}

pub fn deleted(title: &str) -> String {
    format!("Deleted “{title}”")
}

/// The warning about merge fields that don't exist.
pub fn unknown_fields(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{{{{{name}}}}}")).collect();
    let names = names.join(", ");
    format!("Not a merge field: {names}. It blocks sending until somebody replaces it by hand.")
}

/// The warning about fields that may stay empty.
pub fn may_stay_unfilled(names: &[String]) -> String {
    let first = names.first().map_or("first_name", String::as_str);
    format!(
        "Where nothing is known for {}, sending is blocked. Give words for that case: {{{{{first}|there}}}}.",
        names.join(", ")
    )
}

/// The warning about links that carriers filter.
pub fn shortener(domain: &str) -> String {
    format!("Carriers filter texts with {domain} links. Use a link of your own domain.")
}

/// A merge field as people choose it.
pub fn field(name: &str) -> &'static str {
    match name {
        "first_name" => "First name",
        "last_name" => "Last name",
        "email" => "Email",
        "phone" => "Phone",
        "zip" => "ZIP",
        "state" => "State",
        "company" => "Company",
        "source" => "Source",
        "agent_first_name" => "Your first name",
        "agent_last_name" => "Your last name",
        _ => "Business name",
    }
}
