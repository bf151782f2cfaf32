//! The addresses of the pipeline: what is searched for, which conversation is open, and on a phone
//! which stage is shown.

use uuid::Uuid;

use crate::paths;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The conversation beside the board.
    pub open: Option<Uuid>,
    /// What is searched for; empty when nothing is.
    pub search: String,
    /// The stage shown where there is room for one; the first when absent.
    pub stage: Option<Uuid>,
}

impl Address {
    /// Reads a path and the decoded values of its query.
    pub fn read(path: &str, search: Option<String>, stage: Option<&str>) -> Self {
        let below = path.strip_prefix(paths::PIPELINE).unwrap_or_default();
        let open = below.split('/').find(|part| !part.is_empty());
        Self {
            // What is no id is nobody's: the api says that there is no such conversation.
            open: open.map(|id| id.parse().unwrap_or(Uuid::nil())),
            search: search.unwrap_or_default().trim().to_owned(),
            stage: stage.and_then(|id| id.parse().ok()),
        }
    }

    /// The same board with nothing beside it.
    pub fn board(&self) -> Self {
        Self {
            open: None,
            ..self.clone()
        }
    }

    pub fn with_open(&self, conversation: Uuid) -> Self {
        Self {
            open: Some(conversation),
            ..self.clone()
        }
    }

    pub fn with_search(&self, search: String) -> Self {
        Self {
            search,
            ..self.clone()
        }
    }

    pub fn with_stage(&self, stage: Uuid) -> Self {
        Self {
            stage: Some(stage),
            ..self.clone()
        }
    }

    /// The address itself, from the root of the site.
    pub fn href(&self) -> String {
        let mut href = paths::PIPELINE.to_owned();
        if let Some(id) = self.open {
            href.push('/');
            href.push_str(&id.to_string());
        }
        let mut query = Vec::new();
        if !self.search.is_empty() {
            query.push(format!("search={}", paths::encode(&self.search)));
        }
        if let Some(stage) = self.stage {
            query.push(format!("stage={stage}"));
        }
        if !query.is_empty() {
            href.push('?');
            href.push_str(&query.join("&"));
        }
        href
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p1_everything_the_board_shows_stands_in_its_address() {
        let (open, stage) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let address = Address::default()
            .with_open(open)
            .with_search("maya r".to_owned())
            .with_stage(stage);
        let path = format!("/pipeline/{open}");
        assert_eq!(
            address.href(),
            format!("{path}?search=maya%20r&stage={stage}")
        );
        let read = Address::read(&path, Some("maya r".to_owned()), Some(&stage.to_string()));
        assert_eq!(read, address);
        let board = format!("/pipeline?search=maya%20r&stage={stage}");
        assert_eq!(address.board().href(), board);
        assert_eq!(Address::read("/pipeline", None, None), Address::default());
        let nobody = Address::read("/pipeline/nobody", None, None);
        assert_eq!(nobody.open, Some(Uuid::nil()));
    }
}
