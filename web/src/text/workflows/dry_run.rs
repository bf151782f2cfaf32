//! Words of the dry run beside the editor.

pub const DRY_RUN: &str = "Dry run";
pub const DRY_RUN_LEAD: &str =
    "What would be done for a contact, and when, if it were started now. Nothing is sent.";
pub const CONTACT: &str = "Contact";
pub const NO_CONTACTS: &str = "Once there is a contact, it can be tried here.";
pub const DRY_RUN_WAITS: &str = "Once each step is filled in, its date appears here.";
pub const FIND: &str = "Find a contact by name, phone or email";
pub const FIND_EXAMPLE: &str = "Name, phone or email";
pub const NOBODY_FOUND: &str = "Nobody matches.";

/// Somebody to try it on: two may have the same name.
pub fn person(name: &str, phone: &str) -> String {
    if name == phone {
        return name.to_owned();
    }
    format!("{name} · {phone}")
}

/// What a step that sends nothing would do: `Add a tag: Nurture`.
pub fn planned(step: &str, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{step}: {name}"),
        None => step.to_owned(),
    }
}

/// Whose name the texts have in the fields of the agent, where it starts by itself.
pub fn signed(agent: &str) -> String {
    format!("Started by itself, its texts name {agent} as the agent.")
}

/// Whose clocks the dry run goes by.
pub fn by_clocks(zone: &str) -> String {
    format!("By the clocks of {}.", zone.replace('_', " "))
}

/// That a text of the dry run waits for the contact's hours.
pub fn would_be(when: &str) -> String {
    format!("Without texting hours: {when}")
}

/// What a dry run's texts cost.
pub fn costs(price: &str) -> String {
    format!("All texts together: {price}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p4_the_dry_run_names_what_a_step_is_about() {
        assert_eq!(planned("Add a tag", Some("Nurture")), "Add a tag: Nurture");
        assert_eq!(planned("Mark hot", None), "Mark hot");
        assert_eq!(
            person("Maya Robinson", "(512) 555-0192"),
            "Maya Robinson · (512) 555-0192"
        );
        assert_eq!(person("(512) 555-0192", "(512) 555-0192"), "(512) 555-0192");
    }
}
