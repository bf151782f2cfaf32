//! Which conversations a list holds: those of a tab, or those that a search finds in it, as far as a
//! filter lets them through.

use copperline_shared::checks;
use copperline_shared::conversations::{Conversation, Counts, Tab};
use copperline_shared::filters::Filter;
use copperline_shared::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::filtering::{Filtering, Narrowed};
use super::{queries, search};
use crate::caller::Identity;
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

impl Listing {
    /// What this and a filter ask for.
    ///
    /// # Errors
    /// When the search or the filter can't be read.
    pub fn asked(&self, filtering: &Filtering, looks: &Identity) -> Result<Asked, Error> {
        let search = self.search.as_deref().unwrap_or_default();
        let tab = self.tab.unwrap_or_default();
        Asked::new((tab, search), filtering.filter()?, looks)
    }
}

/// Which conversations are asked for.
#[derive(Debug)]
pub struct Asked {
    narrowed: Narrowed,
    /// What is searched for, if anything is.
    search: Option<String>,
}

impl Asked {
    /// # Errors
    /// When the search or the filter can't be read.
    pub fn new(
        (tab, search): (Tab, &str),
        filter: Filter,
        looks: &Identity,
    ) -> Result<Self, Error> {
        let search = Some(search.trim()).filter(|text| !text.is_empty());
        let search = search.map(checks::without_control).transpose();
        Ok(Self {
            narrowed: Narrowed::new(tab, filter, looks)?,
            search: search
                .map_err(|error| Error::field("search", error.message))?
                .map(str::to_owned),
        })
    }
}

/// One page of the list.
///
/// # Errors
/// When the cursor can't be read, or the database fails.
pub(super) async fn list(
    connection: &mut Connection,
    workspace: WorkspaceId,
    asked: &Asked,
    paging: &Paging,
) -> Result<Page<Conversation>, Error> {
    let narrowed = &asked.narrowed;
    match &asked.search {
        Some(text) => search::page(connection, workspace, narrowed, text, paging).await,
        None => queries::page(connection, workspace, narrowed, paging).await,
    }
}

/// How many of each tab the filter lets through; `None` when that is everything. No search narrows
/// the counts.
///
/// # Errors
/// When the database fails.
pub(super) async fn filtered_counts(
    connection: &mut Connection,
    workspace: WorkspaceId,
    asked: &Asked,
) -> Result<Option<Counts>, Error> {
    if asked.narrowed.is_whole_tab() {
        return Ok(None);
    }
    let counts = queries::filtered_counts(connection, workspace, &asked.narrowed).await?;
    Ok(Some(counts))
}

/// All conversations that the list would hold, however many pages that were.
///
/// # Errors
/// When the database fails.
pub async fn matching(
    connection: &mut Connection,
    workspace: WorkspaceId,
    asked: &Asked,
) -> Result<Vec<Uuid>, Error> {
    match &asked.search {
        Some(text) => search::matching(connection, workspace, &asked.narrowed, text).await,
        None => queries::all_in(connection, workspace, &asked.narrowed).await,
    }
}

/// How many conversations the list would hold, however many pages that were.
///
/// # Errors
/// When the database fails.
pub async fn count_matching(
    connection: &mut Connection,
    workspace: WorkspaceId,
    asked: &Asked,
) -> Result<u32, Error> {
    let count = match &asked.search {
        Some(text) => search::count(connection, workspace, &asked.narrowed, text).await?,
        None => queries::count_in(connection, workspace, &asked.narrowed).await?,
    };
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
