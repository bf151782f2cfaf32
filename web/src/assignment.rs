//! Whom a conversation can be given to: the agents and groups that menus and fields offer (C18).

use copperline_shared::agents::Agent;
use copperline_shared::assignment::AssignedTo;
use copperline_shared::filters::Assignee;
use leptos::prelude::*;

use crate::session::Session;
use crate::text;
use crate::ui::Choice;

/// Somebody who is offered, and the words for it.
pub type Offer = (AssignedTo, String);

/// The people of the workspace, whoever chooses first, tracked.
pub fn people(session: Session) -> Vec<Offer> {
    let me = session.agent_id();
    let mut agents = session.agents.get();
    agents.sort_by_key(|agent| Some(agent.id) != me);
    let words = |agent: &Agent| match Some(agent.id) == me {
        true => text::assignment::me(&agent.full_name()),
        false => agent.full_name(),
    };
    let offer = |agent: &Agent| (AssignedTo::Agent(agent.id), words(agent));
    agents.iter().map(offer).collect()
}

/// The groups of the workspace, tracked.
pub fn groups(session: Session) -> Vec<Offer> {
    session.groups.with(|groups| {
        let offers = groups
            .iter()
            .map(|group| (AssignedTo::Group(group.id), group.name.clone()));
        offers.collect()
    })
}

/// People and groups as a field offers them, tracked.
pub fn choices(session: Session) -> Vec<Choice> {
    let under = |heading: &'static str, offers: Vec<Offer>| {
        let offers = offers.into_iter();
        offers.map(move |(to, words)| Choice::new(written(Some(to)), words).under(heading))
    };
    let people = under(text::assignment::PEOPLE, people(session));
    let groups = under(text::assignment::GROUPS, groups(session));
    people.chain(groups).collect()
}

/// The choices, and among them what is chosen though it is gone: nothing else shall look chosen.
pub fn with_chosen(mut choices: Vec<Choice>, chosen: String) -> Vec<Choice> {
    if choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Choice::new(chosen, text::assignment::GONE));
    }
    choices
}

/// What a field holds when this is chosen: nothing for nobody.
pub fn written(to: Option<AssignedTo>) -> String {
    let assignee = |to| match to {
        AssignedTo::Agent(id) => Assignee::Agent(id),
        AssignedTo::Group(id) => Assignee::Group(id),
    };
    to.map(|to| assignee(to).to_string()).unwrap_or_default()
}

/// What a field's value stands for.
pub fn read(value: &str) -> Option<AssignedTo> {
    match value.parse() {
        Ok(Assignee::Agent(id)) => Some(AssignedTo::Agent(id)),
        Ok(Assignee::Group(id)) => Some(AssignedTo::Group(id)),
        Ok(Assignee::Me | Assignee::MyGroups | Assignee::Nobody) | Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn c18_a_field_holds_an_agent_a_group_or_nobody() {
        let id = Uuid::from_u128(7);
        for to in [
            None,
            Some(AssignedTo::Agent(id)),
            Some(AssignedTo::Group(id)),
        ] {
            assert_eq!(read(&written(to)), to);
        }
        let (agent, group) = (AssignedTo::Agent(id), AssignedTo::Group(id));
        assert_ne!(written(Some(agent)), written(Some(group)));
        assert_eq!(written(None), "");
        for word in ["me", "my_groups", "nobody", "somebody"] {
            assert_eq!(read(word), None, "{word}");
        }
    }

    #[test]
    fn c18_what_is_chosen_stays_among_the_choices_when_it_is_gone() {
        let offered = || vec![Choice::new("a", "Ana"), Choice::new("", "Nobody")];
        assert_eq!(with_chosen(offered(), "a".to_owned()), offered());
        assert_eq!(with_chosen(offered(), String::new()), offered());
        let gone = with_chosen(offered(), "b".to_owned());
        assert_eq!(gone.last(), Some(&Choice::new("b", text::assignment::GONE)));
        assert_eq!(gone.len(), 3);
    }
}
