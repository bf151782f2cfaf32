//! Which conversations a list holds: those of a tab, or those that a search finds in it.

use copperline_shared::checks;
use copperline_shared::conversations::{Conversation, Tab};
use copperline_shared::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{queries, search};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Paging;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    /// Which conversations; `recents` when absent.
    pub tab: Option<Tab>,
    /// Finds first name, last name, phone (any format, any part), email and message text.
    pub search: Option<String>,
}

/// One page of the list.
///
/// # Errors
/// When the search or the cursor can't be read, or the database fails.
pub(super) async fn list(
    connection: &mut Connection,
    workspace: WorkspaceId,
    listing: &Listing,
    paging: &Paging,
) -> Result<Page<Conversation>, Error> {
    let tab = listing.tab.unwrap_or_default();
    match listing.searched()? {
        Some(text) => search::page(connection, workspace, tab, text, paging).await,
        None => queries::page(connection, workspace, tab, paging).await,
    }
}

impl Listing {
    /// What is searched for, if anything is.
    fn searched(&self) -> Result<Option<&str>, Error> {
        let text = self.search.as_deref().map(str::trim);
        text.filter(|text| !text.is_empty())
            .map(checks::without_control)
            .transpose()
            .map_err(|error| Error::field("search", error.message))
    }
}

/// All conversations that the list would hold, however many pages that were.
///
/// # Errors
/// When the search can't be read, or the database fails.
pub async fn matching(
    connection: &mut Connection,
    workspace: WorkspaceId,
    listing: &Listing,
) -> Result<Vec<Uuid>, Error> {
    let tab = listing.tab.unwrap_or_default();
    match listing.searched()? {
        Some(text) => search::matching(connection, workspace, tab, text).await,
        None => queries::in_tab(connection, workspace, tab).await,
    }
}

/// How many conversations the list would hold, however many pages that were.
///
/// # Errors
/// When the search can't be read, or the database fails.
pub async fn count_matching(
    connection: &mut Connection,
    workspace: WorkspaceId,
    listing: &Listing,
) -> Result<u32, Error> {
    let tab = listing.tab.unwrap_or_default();
    let count = match listing.searched()? {
        Some(text) => search::count(connection, workspace, tab, text).await?,
        None => queries::count_in_tab(connection, workspace, tab).await?,
    };
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
