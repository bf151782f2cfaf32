//! Reading and counting the contacts of a list.

use copperline_shared::contacts::{ContactFilter, ListedContact};
use copperline_shared::page::Page;

use super::{PAGE, Wanted};
use crate::api::{self, Outcome};

/// A page of the list, the first one or that after a cursor.
pub(super) async fn fetch(wanted: Wanted, after: Option<String>) -> Outcome<Page<ListedContact>> {
    let client = api::client();
    let mut request = client
        .list_contacts()
        .sort(wanted.sort)
        .order(wanted.order)
        .limit(PAGE);
    let ContactFilter {
        search,
        tag_id,
        stage_id,
        source,
        opted_out,
    } = wanted.filter;
    if let Some(search) = search {
        request = request.search(search);
    }
    if let Some(tag) = tag_id {
        request = request.tag_id(tag);
    }
    if let Some(stage) = stage_id {
        request = request.stage_id(stage);
    }
    if let Some(source) = source {
        request = request.source(source);
    }
    if let Some(opted_out) = opted_out {
        request = request.opted_out(opted_out);
    }
    if let Some(after) = after {
        request = request.after(after);
    }
    api::call(request.send()).await
}

/// How many contacts match.
pub(super) async fn count(filter: ContactFilter) -> Outcome<u32> {
    let client = api::client();
    let mut request = client.count_contacts();
    if let Some(search) = filter.search {
        request = request.search(search);
    }
    if let Some(tag) = filter.tag_id {
        request = request.tag_id(tag);
    }
    if let Some(stage) = filter.stage_id {
        request = request.stage_id(stage);
    }
    if let Some(source) = filter.source {
        request = request.source(source);
    }
    if let Some(opted_out) = filter.opted_out {
        request = request.opted_out(opted_out);
    }
    Ok(api::call(request.send()).await?.count)
}
