//! The list of contacts, its filters and orders (P6).

use chrono::{DateTime, Utc};
use copperline_api::contacts::Filter;
use copperline_api::contacts::queries::listing::{Stretch, statement};
use copperline_shared::contacts::{ContactFilter, ContactSort, ListedContact, SortOrder};
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::PutPipelineCard;
use copperline_shared::problem::ErrorCode;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use uuid::Uuid;

use super::create;
use crate::support::{Owner, TestApp, problem};
use crate::tags::{change as retag, make};
use copperline_shared::contacts::CreateContact;

pub(super) fn person(
    phone: &str,
    first_name: &str,
    last_name: &str,
    source: &str,
) -> CreateContact {
    CreateContact {
        phone: phone.to_owned(),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        source: source.to_owned(),
        ..CreateContact::default()
    }
}

/// Ada, Émile, Zoë and one without a name, in this order.
pub(super) async fn four(owner: &Owner) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for new in [
        person("5125550101", "ada", "Lovelace", "SmartQuotes"),
        person("5125550102", "Émile", "Zola", ""),
        person("5125550103", "Zoë", "Adams", "smartquotes"),
        person("5125550104", "", "", "Fair in Austin"),
    ] {
        ids.push(create(owner, new).await.id);
    }
    ids
}

fn names(items: &[ListedContact]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item.contact.first_name.as_str())
        .collect()
}

/// Reads a whole list, two at a time.
async fn walk(owner: &Owner, sort: ContactSort, order: Option<SortOrder>) -> Vec<ListedContact> {
    let (mut items, mut after) = (Vec::new(), None::<String>);
    loop {
        let mut request = owner.list_contacts().sort(sort).limit(2_u32);
        if let Some(order) = order {
            request = request.order(order);
        }
        if let Some(after) = after {
            request = request.after(after);
        }
        let page = request.send().await.expect("a page").into_inner();
        assert!(page.items.len() <= 2);
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            return items;
        }
    }
}

async fn found(owner: &Owner, filter: ContactFilter) -> Vec<String> {
    let mut request = owner.list_contacts().sort(ContactSort::Name);
    let mut counted = owner.count_contacts();
    if let Some(search) = filter.search {
        request = request.search(search.clone());
        counted = counted.search(search);
    }
    if let Some(tag) = filter.tag_id {
        request = request.tag_id(tag);
        counted = counted.tag_id(tag);
    }
    if let Some(stage) = filter.stage_id {
        request = request.stage_id(stage);
        counted = counted.stage_id(stage);
    }
    if let Some(source) = filter.source {
        request = request.source(source.clone());
        counted = counted.source(source);
    }
    if let Some(opted_out) = filter.opted_out {
        request = request.opted_out(opted_out);
        counted = counted.opted_out(opted_out);
    }
    let page = request.send().await.expect("a page").into_inner();
    let count = counted.send().await.expect("a count").into_inner().count;
    assert_eq!(usize::try_from(count).ok(), Some(page.items.len()));
    names(&page.items).into_iter().map(str::to_owned).collect()
}

#[actix_web::test]
async fn p6_a_contact_is_found_with_and_without_accents() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    four(&owner).await;
    for (search, expected) in [
        ("emile", "Émile"),
        ("ÉMILE zola", "Émile"),
        ("zoe", "Zoë"),
        ("Zoë ad", "Zoë"),
        ("lovelácé", "ada"),
    ] {
        let filter = ContactFilter {
            search: Some(search.to_owned()),
            ..ContactFilter::default()
        };
        assert_eq!(found(&owner, filter).await, [expected], "{search}");
    }
}

#[actix_web::test]
async fn p6_the_list_is_read_page_by_page_in_each_order() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    four(&owner).await;
    for (sort, order, expected) in [
        (ContactSort::Created, None, ["", "Zoë", "Émile", "ada"]),
        (
            ContactSort::Created,
            Some(SortOrder::Ascending),
            ["ada", "Émile", "Zoë", ""],
        ),
        // Without case and accents, and who has no name last.
        (ContactSort::Name, None, ["ada", "Émile", "Zoë", ""]),
        (
            ContactSort::Name,
            Some(SortOrder::Descending),
            ["", "Zoë", "Émile", "ada"],
        ),
        (ContactSort::Phone, None, ["ada", "Émile", "Zoë", ""]),
        (
            ContactSort::Phone,
            Some(SortOrder::Descending),
            ["", "Zoë", "Émile", "ada"],
        ),
        (
            ContactSort::Source,
            Some(SortOrder::Descending),
            ["Zoë", "ada", "", "Émile"],
        ),
    ] {
        let items = walk(&owner, sort, order).await;
        assert_eq!(names(&items), expected, "{sort:?} {order:?}");
    }
    let other = owner.list_contacts().limit(2_u32).send().await;
    let cursor = other.expect("a page").into_inner().next.expect("more");
    let refused = owner.list_contacts().sort(ContactSort::Name).after(cursor);
    let refused = problem(refused.send().await);
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.field("after").is_some());
}

#[actix_web::test]
async fn p6_filters_and_search_narrow_the_list_and_its_count() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let [ada, emile, zoe, _] = four(&owner).await[..] else {
        panic!("four")
    };
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    retag(&owner, zoe, &[hot], &[]).await;
    let stages = owner.list_pipeline_stages().send().await;
    let stage = stages.expect("stages").into_inner()[1].id;
    let body = PutPipelineCard {
        stage_id: stage,
        amount_micros: None,
    };
    let put = owner.put_pipeline_card().contact_id(emile).body(body);
    put.send().await.expect("it stands there");
    let out = owner.opt_out_contact().contact_id(ada).send().await;
    out.expect("opted out");
    let by = |filter: ContactFilter| found(&owner, filter);
    let search = |text: &str| ContactFilter {
        search: Some(text.to_owned()),
        ..ContactFilter::default()
    };
    assert_eq!(by(search("zol")).await, ["Émile"]);
    assert_eq!(by(search("(512) 555-0104")).await, [""]);
    assert_eq!(by(search("  ")).await.len(), 4);
    let tagged = ContactFilter {
        tag_id: Some(hot),
        ..ContactFilter::default()
    };
    assert_eq!(by(tagged.clone()).await, ["Zoë"]);
    let staged = ContactFilter {
        stage_id: Some(stage),
        ..ContactFilter::default()
    };
    assert_eq!(by(staged.clone()).await, ["Émile"]);
    let source = |text: &str| ContactFilter {
        source: Some(text.to_owned()),
        ..ContactFilter::default()
    };
    assert_eq!(by(source("SMARTQUOTES")).await, ["ada", "Zoë"]);
    assert_eq!(by(source("")).await, ["Émile"]);
    let opted = |opted_out| ContactFilter {
        opted_out: Some(opted_out),
        ..ContactFilter::default()
    };
    assert_eq!(by(opted(true)).await, ["ada"]);
    assert_eq!(by(opted(false)).await, ["Émile", "Zoë", ""]);
    let both = ContactFilter {
        stage_id: Some(stage),
        ..tagged
    };
    assert_eq!(by(both).await, [] as [&str; 0]);
    let sources = owner.list_contact_sources().send().await;
    let sources = sources.expect("sources").into_inner();
    assert_eq!(sources, ["Fair in Austin", "SmartQuotes"]);

    let listed = owner.list_contacts().tag_id(hot).send().await;
    let listed = listed.expect("a page").into_inner().items.remove(0);
    assert_eq!((listed.tag_ids, listed.conversation_id), (vec![hot], None));
    let listed = owner.list_contacts().stage_id(stage).send().await;
    let listed = listed.expect("a page").into_inner().items.remove(0);
    assert_eq!(listed.stage_id, Some(stage));
    assert!(listed.conversation_id.is_some());
}

/// So many contacts, each added a minute after the other.
async fn many(app: &TestApp, owner: &Owner, count: i32) {
    let mut connection = app.connection().await;
    diesel::sql_query(
        "INSERT INTO contacts (workspace_id, id, phone, first_name, source, created_at, updated_at) \
         SELECT $1, gen_random_uuid(), '+1512' || (2000000 + n), 'Lead ' || n, 'Fair ' || n % 7, \
             now() + n * interval '1 minute', now() \
         FROM generate_series(1, $2) AS n",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .bind::<diesel::sql_types::Integer, _>(count)
    .execute(&mut connection)
    .await
    .expect("contacts");
    connection
        .batch_execute("ANALYZE contacts")
        .await
        .expect("figures for the planner");
}

#[derive(diesel::QueryableByName)]
struct Explained {
    #[diesel(sql_type = diesel::sql_types::Text)]
    told: String,
}

#[actix_web::test]
async fn p6_every_order_is_read_by_its_index_from_any_place() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    many(&app, &owner, 5_000).await;
    let mut connection = app.connection().await;
    // A statement can't be explained with parameters here: they are written into it.
    let explain = "CREATE FUNCTION pg_temp.explain(asked text) RETURNS SETOF text \
        LANGUAGE plpgsql AS $$ DECLARE told text; BEGIN \
        FOR told IN EXECUTE 'EXPLAIN ' || asked LOOP RETURN NEXT told; END LOOP; END $$";
    connection.batch_execute(explain).await.expect("a function");
    let moment: DateTime<Utc> = app.app.clock.now();
    for (sort, place, index) in [
        (ContactSort::Created, moment.to_string(), "contacts_by_age"),
        (ContactSort::Name, "lead 2".to_owned(), "contacts_by_name"),
        (
            ContactSort::Phone,
            "+15122002500".to_owned(),
            "contacts_workspace_id_phone_key",
        ),
        (
            ContactSort::Source,
            "fair 3".to_owned(),
            "contacts_by_source",
        ),
    ] {
        for order in [SortOrder::Ascending, SortOrder::Descending] {
            for after in [None, Some((place.clone(), Uuid::nil()))] {
                let stretch = Stretch {
                    sort,
                    order,
                    after,
                    limit: 100,
                };
                let asked = statement(&Filter::default(), &stretch)
                    .replace("$1", &format!("'{}'::uuid", owner.workspace.0))
                    .replace("$7", &format!("'{place}'"))
                    .replace("$8", &format!("'{}'::uuid", Uuid::nil()));
                let plan: Vec<Explained> =
                    diesel::sql_query("SELECT told FROM pg_temp.explain($1) AS told")
                        .bind::<diesel::sql_types::Text, _>(asked)
                        .load(&mut connection)
                        .await
                        .expect("a plan");
                let plan: Vec<String> = plan.into_iter().map(|row| row.told).collect();
                let plan = plan.join("\n");
                assert!(plan.contains(index), "{sort:?} {order:?}:\n{plan}");
            }
        }
    }
}
