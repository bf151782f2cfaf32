//! The list of contacts, its filters and orders, and the export (P6).

use copperline_shared::bulk_actions::{BulkChange, BulkState, BulkTarget, CreateBulkAction};
use copperline_shared::contacts::{ContactFilter, ContactSort, ListedContact, SortOrder};
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::PutPipelineCard;
use copperline_shared::problem::ErrorCode;
use diesel_async::RunQueryDsl;
use futures_util::TryStreamExt;
use uuid::Uuid;

use super::{create, maya};
use crate::support::{Owner, TestApp, problem};
use crate::tags::{change as retag, make, worn};
use copperline_shared::contacts::CreateContact;

fn person(phone: &str, first_name: &str, last_name: &str, source: &str) -> CreateContact {
    CreateContact {
        phone: phone.to_owned(),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        source: source.to_owned(),
        ..CreateContact::default()
    }
}

/// Ada, Émile, Zoë and one without a name, in this order.
async fn four(owner: &Owner) -> Vec<Uuid> {
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
    let [ada, emile, zoe, nameless] = four(&owner).await[..] else {
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
    let _ = nameless;
}

#[actix_web::test]
async fn p6_contacts_without_a_conversation_are_tagged_in_bulk_and_untagged_again() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ids = four(&owner).await;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    retag(&owner, ids[0], &[hot], &[]).await;
    let begin = async |change: BulkChange, on: BulkTarget| {
        let body = CreateBulkAction { change, on };
        let begun = owner.create_bulk_action().body(body).send().await;
        let id = begun.expect("it begins").id;
        app.work().await;
        let action = owner.read_bulk_action().bulk_action_id(id).send().await;
        action.expect("it is there").into_inner()
    };
    let tag = BulkChange::Tag { tag_ids: vec![hot] };
    let all = BulkTarget::MatchingContacts {
        filter: ContactFilter::default(),
        except: vec![ids[3]],
    };
    let done = begin(tag, all).await;
    assert_eq!(
        (done.state, done.total, done.changed),
        (BulkState::Finished, 3, 2)
    );
    assert_eq!(worn(&owner, ids[1]).await, [hot]);
    assert_eq!(worn(&owner, ids[3]).await, [] as [Uuid; 0]);
    let undo = owner
        .undo_bulk_action()
        .bulk_action_id(done.id)
        .send()
        .await;
    undo.expect("it is undone");
    app.work().await;
    assert_eq!(worn(&owner, ids[0]).await, [hot]);
    assert_eq!(worn(&owner, ids[1]).await, [] as [Uuid; 0]);

    // Only who has a conversation can be marked.
    let meet = owner.create_conversation();
    let meet = meet.body(copperline_shared::conversations::CreateConversation {
        phone: "5125550101".to_owned(),
    });
    let met = meet.send().await.expect("a conversation").into_inner();
    let named = BulkTarget::Contacts {
        contact_ids: ids.clone(),
    };
    let marked = begin(BulkChange::MarkHot, named).await;
    assert_eq!((marked.total, marked.changed), (1, 1));
    let row = owner
        .read_conversation()
        .conversation_id(met.conversation.id);
    assert!(row.send().await.expect("a row").conversation.hot);
}

async fn export(owner: &Owner, source: Option<&str>) -> String {
    let mut request = owner.export_contacts();
    if let Some(source) = source {
        request = request.source(source);
    }
    let answer = request.send().await.expect("a file");
    let header = |name: &str| {
        let value = answer.headers().get(name).expect("the header");
        value.to_str().expect("text").to_owned()
    };
    assert_eq!(header("content-type"), "text/csv; charset=utf-8");
    assert!(header("content-disposition").starts_with("attachment; filename=\"contacts-2"));
    let parts: Vec<_> = answer
        .into_inner()
        .into_inner()
        .try_collect()
        .await
        .expect("the whole file");
    String::from_utf8(parts.concat()).expect("UTF-8")
}

#[actix_web::test]
async fn p6_the_export_holds_every_field_and_nothing_a_spreadsheet_would_run() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut new = maya();
    new.company = "=HYPERLINK(\"https://evil.example\")".to_owned();
    let contact = create(&owner, new).await;
    create(&owner, person("5125550104", "Theo", "@cmd", "Fair")).await;
    let (hot, warm) = (
        make(&owner, "Hot", Colour::Copper).await.id,
        make(&owner, "Warm", Colour::Blue).await.id,
    );
    retag(&owner, contact.id, &[hot, warm], &[]).await;
    let note = copperline_shared::notes::SaveNote {
        text: "Call after 6,\n\"not before\"".to_owned(),
        revision: 0,
    };
    let saved = owner.save_note().contact_id(contact.id).body(note);
    saved.send().await.expect("saved");
    let file = export(&owner, None).await;
    let mut lines = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    assert!(file.starts_with('\u{feff}'));
    let columns = lines.headers().expect("columns").clone();
    let rows: Vec<csv::StringRecord> = lines.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 2);
    let cell = |row: &csv::StringRecord, name: &str| {
        let at = columns.iter().position(|column| column == name);
        row[at.expect("the column")].to_owned()
    };
    for (name, value) in [
        ("phone", "+15125550192"),
        ("first_name", "Maya"),
        ("email", "maya@example.com"),
        ("date_of_birth", "1988-03-14"),
        ("zip", "78704"),
        ("state", "TX"),
        ("company", "'=HYPERLINK(\"https://evil.example\")"),
        ("source", "SmartQuotes"),
        ("tags", "Hot; Warm"),
        ("note", "Call after 6,\n\"not before\""),
        ("opted_out_at", ""),
    ] {
        assert_eq!(cell(&rows[0], name), value, "{name}");
    }
    assert_eq!(cell(&rows[1], "last_name"), "'@cmd");
    let narrowed = export(&owner, Some("fair")).await;
    assert_eq!(narrowed.lines().count(), 2, "{narrowed}");
}

#[actix_web::test]
async fn p6_the_export_of_many_contacts_holds_each_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    // At the same moment, as an import adds them: only the ids tell them apart.
    diesel::sql_query(
        "INSERT INTO contacts (workspace_id, id, phone, created_at, updated_at) \
         SELECT $1, gen_random_uuid(), '+1512' || (2000000 + n), now(), now() \
         FROM generate_series(1, 3500) AS n",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .execute(&mut app.connection().await)
    .await
    .expect("contacts");
    let file = export(&owner, None).await;
    let mut phones: Vec<&str> = file
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(phones.len(), 3_500);
    phones.sort_unstable();
    phones.dedup();
    assert_eq!(phones.len(), 3_500);
}
