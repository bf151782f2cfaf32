//! The list of contacts (P6): a page of it, how many there are, and what sources they came from.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use copperline_shared::contacts::{ContactSort, ListedContact, SortOrder};
use copperline_shared::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::filter::Filter;
use super::queries::listing::{self, Placed, Stretch};
use crate::db::{Connection, WorkspaceId};
use crate::error::Error;
use crate::paging::Paging;
use crate::tags;

#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Sorting {
    /// By what the list is sorted; `created` when absent.
    pub sort: Option<ContactSort>,
    /// The other way round; when absent the newest come first, otherwise those of A.
    pub order: Option<SortOrder>,
}

/// One page of the list.
///
/// # Errors
/// When the cursor is none of this order's, or the database fails.
pub async fn page(
    connection: &mut Connection,
    workspace: WorkspaceId,
    filter: &Filter,
    sorting: Sorting,
    paging: &Paging,
) -> Result<Page<ListedContact>, Error> {
    let sort = sorting.sort.unwrap_or_default();
    let stretch = Stretch {
        sort,
        order: sorting.order.unwrap_or(sort.usual_order()),
        after: paging
            .after
            .as_deref()
            .map(|cursor| read_cursor(sort, cursor))
            .transpose()?,
        limit: paging.rows(),
    };
    let mut placed = listing::list(connection, workspace, filter, &stretch).await?;
    let limit = usize::try_from(paging.limit()).unwrap_or(usize::MAX);
    let more = placed.len() > limit;
    placed.truncate(limit);
    let next = placed
        .last()
        .filter(|_| more)
        .map(|last| cursor(sort, last));
    let mut items: Vec<ListedContact> = placed.into_iter().map(|placed| placed.listed).collect();
    let ids: Vec<Uuid> = items.iter().map(|item| item.contact.id).collect();
    let mut worn = tags::queries::worn(connection, workspace, &ids).await?;
    for item in &mut items {
        item.tag_ids = worn.remove(&item.contact.id).unwrap_or_default();
    }
    Ok(Page { items, next })
}

/// The opaque name of a place in a list: its order, the sort key and the contact.
fn cursor(sort: ContactSort, placed: &Placed) -> String {
    let place = serde_json::json!([sort, placed.key, placed.listed.contact.id]);
    URL_SAFE_NO_PAD.encode(place.to_string())
}

fn read_cursor(sort: ContactSort, cursor: &str) -> Result<(String, Uuid), Error> {
    let read = || {
        let place = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (of, key, id): (ContactSort, String, Uuid) = serde_json::from_slice(&place).ok()?;
        let moment = || chrono::DateTime::parse_from_str(&key, "%F %T%.f%#z");
        // A tampered moment would be PostgreSQL's error; a text is any.
        let sound =
            of == sort && !key.contains('\0') && (sort != ContactSort::Created || moment().is_ok());
        sound.then_some((key, id))
    };
    read().ok_or_else(|| {
        Error::field(
            "after",
            "Pass a cursor from an earlier answer of the same list, or leave it out.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tampered(place: &str) -> bool {
        let cursor = URL_SAFE_NO_PAD.encode(place);
        read_cursor(ContactSort::Created, &cursor).is_err()
    }

    #[test]
    fn p6_a_cursor_names_a_place_in_one_order_and_a_tampered_one_nothing() {
        let id = Uuid::from_u128(7);
        let place = format!(r#"["created","2026-11-28 10:00:00.123456+00","{id}"]"#);
        let cursor = URL_SAFE_NO_PAD.encode(&place);
        let read = read_cursor(ContactSort::Created, &cursor).expect("a place");
        assert_eq!(read, ("2026-11-28 10:00:00.123456+00".to_owned(), id));
        assert!(read_cursor(ContactSort::Name, &cursor).is_err());
        assert!(tampered(&format!(r#"["created","yesterday","{id}"]"#)));
        assert!(tampered(&format!(r#"["created","{id}"]"#)));
        assert!(read_cursor(ContactSort::Name, "tampered").is_err());
    }
}
