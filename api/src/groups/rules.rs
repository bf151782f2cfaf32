//! What a group may be.

use copperline_shared::agents::Agent;
use copperline_shared::groups::{SaveGroup, check_name};

use crate::error::Error;
use crate::input::Fields;

/// So many people are named in a message; the others are counted.
const NAMED: usize = 10;

/// A group as it is stored: each member once.
///
/// # Errors
/// Naming the field to correct.
pub fn check(asked: &SaveGroup) -> Result<SaveGroup, Error> {
    let mut fields = Fields::default();
    let name = fields.check("name", check_name(&asked.name));
    let (name,) = fields.finish((name,))?;
    let mut agent_ids = asked.agent_ids.clone();
    agent_ids.sort_unstable();
    agent_ids.dedup();
    Ok(SaveGroup { name, agent_ids })
}

/// Says who would belong to no group, and what to do first.
#[must_use]
pub fn would_be_alone(agents: &[Agent]) -> String {
    let mut names: Vec<String> = agents.iter().take(NAMED).map(Agent::full_name).collect();
    match agents.len().saturating_sub(NAMED) {
        0 => {}
        1 => names.push("1 other".to_owned()),
        others => names.push(format!("{others} others")),
    }
    let all = match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let belong = if agents.len() == 1 {
        "belongs"
    } else {
        "belong"
    };
    format!("{all} {belong} to no other group. Put them into another one first.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn agents(count: usize) -> Vec<Agent> {
        let names = [("Sam", "Lee"), ("Ann", "Roe"), ("Kim", "")];
        let agent = |(first, last): &(&str, &str)| Agent {
            id: Uuid::nil(),
            first_name: (*first).to_owned(),
            last_name: (*last).to_owned(),
        };
        names.iter().cycle().take(count).map(agent).collect()
    }

    #[test]
    fn a2_whoever_has_no_other_group_is_named() {
        let then = "to no other group. Put them into another one first.";
        for (count, expected) in [
            (1, "Sam Lee belongs"),
            (2, "Sam Lee and Ann Roe belong"),
            (3, "Sam Lee, Ann Roe and Kim belong"),
        ] {
            let told = would_be_alone(&agents(count));
            assert_eq!(told, format!("{expected} {then}"));
        }
        let many = would_be_alone(&agents(11));
        assert!(many.contains("Sam Lee and 1 other belong"), "{many}");
        let many = would_be_alone(&agents(22));
        assert!(many.contains("Sam Lee and 12 others belong"), "{many}");
    }

    #[test]
    fn a2_a_member_who_is_named_twice_is_one() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let asked = SaveGroup {
            name: " Night  shift ".to_owned(),
            agent_ids: vec![other, one, other],
        };
        let expected = SaveGroup {
            name: "Night shift".to_owned(),
            agent_ids: vec![one, other],
        };
        assert_eq!(check(&asked).ok(), Some(expected));
    }
}
