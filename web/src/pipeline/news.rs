//! What changes the board: of all that is told together, the last word on each contact and stage.

use std::collections::HashMap;

use copperline_shared::conversations::Conversation;
use copperline_shared::pipeline::{PipelineCard, PipelineStage};
use uuid::Uuid;

/// What may change the board; cards come with the sums of the stages they change.
#[derive(Clone, Debug)]
pub enum News {
    Card(PipelineCard, Vec<PipelineStage>),
    Removed(Uuid, Vec<PipelineStage>),
    Conversation(Box<Conversation>),
}

/// What a card shows of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    name: String,
    hot: bool,
    unread_count: u32,
}

impl Face {
    pub fn put_on(self, card: &mut PipelineCard) {
        let Self {
            name,
            hot,
            unread_count,
        } = self;
        (card.name, card.hot, card.unread_count) = (name, hot, unread_count);
    }
}

/// What becomes of a contact's card.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It is so, and stands where this says.
    Card(PipelineCard),
    Removed,
    /// It stands where it stood.
    Shows(Face),
}

/// All that was told together.
#[derive(Debug, Default)]
pub struct Told {
    pub sums: HashMap<Uuid, PipelineStage>,
    pub fates: HashMap<Uuid, Fate>,
}

impl Told {
    pub fn of(all: Vec<News>) -> Self {
        let mut told = Self::default();
        for news in all {
            told.take(news);
        }
        told
    }

    fn take(&mut self, news: News) {
        match news {
            News::Card(card, stages) => {
                self.take_sums(stages);
                self.fates.insert(card.contact_id, Fate::Card(card));
            }
            News::Removed(contact, stages) => {
                self.take_sums(stages);
                self.fates.insert(contact, Fate::Removed);
            }
            News::Conversation(conversation) => {
                let contact = conversation.contact_id;
                let face = Face {
                    name: conversation.name,
                    hot: conversation.hot,
                    unread_count: conversation.unread_count,
                };
                match self.fates.get_mut(&contact) {
                    Some(Fate::Card(card)) => face.put_on(card),
                    Some(Fate::Removed) => {}
                    Some(Fate::Shows(_)) | None => {
                        self.fates.insert(contact, Fate::Shows(face));
                    }
                }
            }
        }
    }

    fn take_sums(&mut self, stages: Vec<PipelineStage>) {
        let by_id = stages.into_iter().map(|stage| (stage.id, stage));
        self.sums.extend(by_id);
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use copperline_shared::conversations::ExcerptBy;
    use copperline_shared::money::Micros;
    use copperline_shared::palette::Colour;
    use copperline_shared::phone::Phone;

    use super::*;

    fn phone() -> Phone {
        Phone::try_from("+15125550192".to_owned()).expect("a phone")
    }

    fn card(contact: u128, key: &str) -> PipelineCard {
        PipelineCard {
            contact_id: Uuid::from_u128(contact),
            conversation_id: Uuid::nil(),
            stage_id: Uuid::nil(),
            stage_name: "Quoted".to_owned(),
            name: "Maya".to_owned(),
            phone: phone(),
            amount_micros: None,
            sort_key: key.to_owned(),
            entered_at: DateTime::UNIX_EPOCH,
            hot: false,
            unread_count: 0,
        }
    }

    fn sums(cards: u32) -> Vec<PipelineStage> {
        vec![PipelineStage {
            id: Uuid::nil(),
            name: "Quoted".to_owned(),
            colour: Colour::Teal,
            position: 0,
            cards,
            total_micros: Micros(0),
        }]
    }

    fn unread(contact: u128) -> News {
        News::Conversation(Box::new(Conversation {
            id: Uuid::nil(),
            contact_id: Uuid::from_u128(contact),
            name: "Maya".to_owned(),
            phone: phone(),
            hot: false,
            archived: false,
            opted_out: false,
            unread_count: 3,
            excerpt: String::new(),
            excerpt_by: ExcerptBy::Contact,
            excerpt_agent_id: None,
            excerpt_name: None,
            last_activity_at: DateTime::UNIX_EPOCH,
            tag_id: None,
            assigned_agent_id: None,
            assigned_group_id: None,
            follow_up: None,
            hit: None,
        }))
    }

    #[test]
    fn p1_of_thousands_told_together_only_the_last_word_on_each_is_applied() {
        let moves = (0..2_000).map(|at| News::Card(card(1, &at.to_string()), sums(at)));
        let off = News::Removed(Uuid::from_u128(2), sums(7));
        let told = Told::of(moves.chain([off, unread(2)]).collect());
        assert_eq!(told.sums.into_values().collect::<Vec<_>>(), sums(7));
        let expected = [
            (Uuid::from_u128(1), Fate::Card(card(1, "1999"))),
            (Uuid::from_u128(2), Fate::Removed),
        ];
        assert_eq!(told.fates, HashMap::from(expected));
    }

    #[test]
    fn p1_what_a_conversation_shows_is_put_on_the_card_that_came_with_it() {
        let told = Told::of(vec![
            News::Card(card(1, "a"), Vec::new()),
            unread(1),
            unread(2),
        ]);
        let shown = told.fates.get(&Uuid::from_u128(1));
        let expected = Fate::Card(PipelineCard {
            unread_count: 3,
            ..card(1, "a")
        });
        assert_eq!(shown, Some(&expected));
        let alone = told.fates.get(&Uuid::from_u128(2));
        assert!(matches!(alone, Some(Fate::Shows(face)) if face.unread_count == 3));
    }
}
