//! The addresses of the contacts page: what is searched for and filtered, in which order, and who is
//! open beside the list.

use copperline_shared::contacts::{ContactFilter, ContactSort, SortOrder};
use uuid::Uuid;

use crate::paths;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The contact beside the list.
    pub open: Option<Uuid>,
    pub filter: ContactFilter,
    pub sort: ContactSort,
    /// Absent for the order that is usual.
    pub order: Option<SortOrder>,
}

impl Address {
    /// Reads a path and the decoded values of its query.
    pub fn read(path: &str, query: impl Fn(&str) -> Option<String>) -> Self {
        let below = path.strip_prefix(paths::CONTACTS).unwrap_or_default();
        let open = below.split('/').find(|part| !part.is_empty());
        let text = |name: &str| query(name).map(|text| text.trim().to_owned());
        let id = |name: &str| query(name).and_then(|id| id.parse().ok());
        Self {
            // What is no id is nobody's: the api says that there is no such contact.
            open: open.map(|id| id.parse().unwrap_or(Uuid::nil())),
            filter: ContactFilter {
                search: text("search").filter(|text| !text.is_empty()),
                tag_id: id("tag"),
                stage_id: id("stage"),
                source: text("source"),
                opted_out: query("opted_out").map(|value| value == "yes"),
            },
            sort: query("sort")
                .and_then(|name| SORTS.into_iter().find(|sort| sort_name(*sort) == name))
                .unwrap_or_default(),
            order: match query("order").as_deref() {
                Some("ascending") => Some(SortOrder::Ascending),
                Some("descending") => Some(SortOrder::Descending),
                _ => None,
            },
        }
    }

    /// The same list with nobody beside it.
    pub fn list(&self) -> Self {
        Self {
            open: None,
            ..self.clone()
        }
    }

    pub fn with_open(&self, contact: Uuid) -> Self {
        Self {
            open: Some(contact),
            ..self.clone()
        }
    }

    pub fn with_filter(&self, filter: ContactFilter) -> Self {
        Self {
            filter,
            ..self.clone()
        }
    }

    /// The order in which the list stands.
    pub fn order(&self) -> SortOrder {
        self.order.unwrap_or(self.sort.usual_order())
    }

    /// Sorted by this; the other way round where it is already.
    pub fn sorted_by(&self, sort: ContactSort) -> Self {
        let order = (self.sort == sort).then(|| match self.order() {
            SortOrder::Ascending => SortOrder::Descending,
            SortOrder::Descending => SortOrder::Ascending,
        });
        self.in_order(sort, order.unwrap_or(sort.usual_order()))
    }

    /// The same list in this order.
    pub fn in_order(&self, sort: ContactSort, order: SortOrder) -> Self {
        Self {
            sort,
            order: Some(order).filter(|order| *order != sort.usual_order()),
            ..self.clone()
        }
    }

    /// The address itself, from the root of the site.
    pub fn href(&self) -> String {
        let mut href = paths::CONTACTS.to_owned();
        if let Some(id) = self.open {
            href.push('/');
            href.push_str(&id.to_string());
        }
        let mut query = filter_query(&self.filter, ["search", "tag", "stage", "source"]);
        if let Some(opted_out) = self.filter.opted_out {
            query.push(format!(
                "opted_out={}",
                if opted_out { "yes" } else { "no" }
            ));
        }
        if self.sort != ContactSort::default() {
            query.push(format!("sort={}", sort_name(self.sort)));
        }
        if let Some(order) = self.order {
            let name = match order {
                SortOrder::Ascending => "ascending",
                SortOrder::Descending => "descending",
            };
            query.push(format!("order={name}"));
        }
        with_query(href, &query)
    }
}

const SORTS: [ContactSort; 4] = [
    ContactSort::Created,
    ContactSort::Name,
    ContactSort::Phone,
    ContactSort::Source,
];

const fn sort_name(sort: ContactSort) -> &'static str {
    match sort {
        ContactSort::Created => "created",
        ContactSort::Name => "name",
        ContactSort::Phone => "phone",
        ContactSort::Source => "source",
    }
}

fn filter_query(filter: &ContactFilter, names: [&str; 4]) -> Vec<String> {
    let values = [
        filter.search.clone(),
        filter.tag_id.map(|id| id.to_string()),
        filter.stage_id.map(|id| id.to_string()),
        filter.source.clone(),
    ];
    let pairs = names.into_iter().zip(values);
    let part = |(name, value): (&str, Option<String>)| {
        value.map(|value| format!("{name}={}", paths::encode(&value)))
    };
    pairs.filter_map(part).collect()
}

fn with_query(mut href: String, query: &[String]) -> String {
    if !query.is_empty() {
        href.push('?');
        href.push_str(&query.join("&"));
    }
    href
}

/// Where the api gives the contacts that a filter finds as a file.
pub fn export_href(filter: &ContactFilter) -> String {
    let mut query = filter_query(filter, ["search", "tag_id", "stage_id", "source"]);
    query.extend(filter.opted_out.map(|out| format!("opted_out={out}")));
    with_query(paths::CONTACTS_EXPORT.to_owned(), &query)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(href: &str) -> Address {
        let (path, query) = href.split_once('?').unwrap_or((href, ""));
        Address::read(path, |wanted| {
            let pair = query
                .split('&')
                .find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == wanted));
            pair.map(|(_, value)| value.replace("%20", " "))
        })
    }

    #[test]
    fn p6_everything_the_list_shows_stands_in_its_address() {
        let address = Address {
            open: Some(Uuid::from_u128(7)),
            filter: ContactFilter {
                search: Some("maya r".to_owned()),
                tag_id: Some(Uuid::from_u128(8)),
                stage_id: Some(Uuid::from_u128(9)),
                source: Some("Fair".to_owned()),
                opted_out: Some(false),
            },
            sort: ContactSort::Name,
            order: Some(SortOrder::Descending),
        };
        assert_eq!(read(&address.href()), address);
        assert_eq!(Address::default().href(), "/contacts");
        assert_eq!(read("/contacts"), Address::default());
        assert_eq!(read("/contacts/nobody").open, Some(Uuid::nil()));
        assert_eq!(read("/contacts?source=").filter.source.as_deref(), Some(""));
    }

    #[test]
    fn p6_a_column_that_is_sorted_already_is_turned_round() {
        let by_name = Address::default().sorted_by(ContactSort::Name);
        assert_eq!(by_name.order(), SortOrder::Ascending);
        let turned = by_name.sorted_by(ContactSort::Name);
        assert_eq!(turned.order(), SortOrder::Descending);
        assert_eq!(turned.sorted_by(ContactSort::Name), by_name);
        let newest = turned.sorted_by(ContactSort::Created);
        assert_eq!(newest, Address::default());
        let oldest = newest.sorted_by(ContactSort::Created);
        assert_eq!(oldest.order(), SortOrder::Ascending);
    }

    #[test]
    fn p6_an_export_holds_what_the_list_is_narrowed_to() {
        let filter = ContactFilter {
            search: Some("o'neil & co".to_owned()),
            opted_out: Some(true),
            ..ContactFilter::default()
        };
        assert_eq!(
            export_href(&filter),
            "/api/v1/contacts/export?search=o%27neil%20%26%20co&opted_out=true"
        );
    }
}
