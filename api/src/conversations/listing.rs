//! Which conversations a list holds: those of a tab, or those that a search finds in it.

use copperline_shared::checks;
use copperline_shared::conversations::{Conversation, Tab};
use copperline_shared::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{queries, search};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Paging;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Listing {
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
    match listing
        .search
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    {
        Some(text) => {
            let text = checks::without_control(text)
                .map_err(|error| Error::field("search", error.message))?;
            search::page(connection, workspace, tab, text, paging).await
        }
        None => queries::page(connection, workspace, tab, paging).await,
    }
}
