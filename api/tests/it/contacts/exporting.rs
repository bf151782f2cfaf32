//! Contacts as a CSV file (P6).

use std::collections::HashSet;

use copperline_shared::contacts::ContactFilter;
use copperline_shared::palette::Colour;
use copperline_shared::pipeline::PutPipelineCard;
use diesel_async::RunQueryDsl;
use futures_util::TryStreamExt;

use super::listing::{four, person};
use super::{create, maya};
use crate::support::{Owner, TestApp};
use crate::tags::{change as retag, make};

/// The file of those that the filter finds.
async fn export(owner: &Owner, filter: ContactFilter) -> String {
    let mut request = owner.export_contacts();
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
        new_version: false,
    };
    let saved = owner.save_note().contact_id(contact.id).body(note);
    saved.send().await.expect("saved");
    let file = export(&owner, ContactFilter::default()).await;
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
}

/// The first names in the file, in its order.
fn first_names(file: &str) -> Vec<String> {
    let mut lines = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let columns = lines.headers().expect("columns").clone();
    let at = columns.iter().position(|column| column == "first_name");
    let at = at.expect("the column");
    lines
        .records()
        .map(|row| row.expect("a row")[at].to_owned())
        .collect()
}

#[actix_web::test]
async fn p6_the_export_is_narrowed_like_the_list() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ids = four(&owner).await;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    retag(&owner, ids[2], &[hot], &[]).await;
    let stages = owner.list_pipeline_stages().send().await;
    let stage = stages.expect("stages").into_inner()[1].id;
    let body = PutPipelineCard {
        stage_id: stage,
        amount_micros: None,
    };
    let put = owner.put_pipeline_card().contact_id(ids[1]).body(body);
    put.send().await.expect("it stands there");
    let out = owner.opt_out_contact().contact_id(ids[0]).send().await;
    out.expect("opted out");
    let any = ContactFilter::default;
    for (filter, expected) in [
        (any(), vec!["ada", "Émile", "Zoë", ""]),
        (
            ContactFilter {
                search: Some("zol".to_owned()),
                ..any()
            },
            vec!["Émile"],
        ),
        (
            ContactFilter {
                search: Some("(512) 555-0104".to_owned()),
                ..any()
            },
            vec![""],
        ),
        (
            ContactFilter {
                tag_id: Some(hot),
                ..any()
            },
            vec!["Zoë"],
        ),
        (
            ContactFilter {
                stage_id: Some(stage),
                ..any()
            },
            vec!["Émile"],
        ),
        (
            ContactFilter {
                source: Some("SMARTQUOTES".to_owned()),
                ..any()
            },
            vec!["ada", "Zoë"],
        ),
        (
            ContactFilter {
                opted_out: Some(true),
                ..any()
            },
            vec!["ada"],
        ),
        (
            ContactFilter {
                opted_out: Some(false),
                ..any()
            },
            vec!["Émile", "Zoë", ""],
        ),
        (
            ContactFilter {
                tag_id: Some(hot),
                stage_id: Some(stage),
                ..any()
            },
            vec![],
        ),
    ] {
        let file = export(&owner, filter.clone()).await;
        assert_eq!(first_names(&file), expected, "{filter:?}");
    }
}

/// So many contacts of the same moment, as an import adds them: only the ids tell them apart.
async fn many(app: &TestApp, owner: &Owner, count: i32) {
    diesel::sql_query(
        "INSERT INTO contacts (workspace_id, id, phone, created_at, updated_at) \
         SELECT $1, gen_random_uuid(), '+1512' || (2000000 + n), now(), now() \
         FROM generate_series(1, $2) AS n",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .bind::<diesel::sql_types::Integer, _>(count)
    .execute(&mut app.connection().await)
    .await
    .expect("contacts");
}

/// The phones in a file, each once.
fn phones(file: &str) -> HashSet<String> {
    let lines = file.lines().skip(1);
    let all: Vec<String> = lines
        .filter_map(|line| line.split(',').next().map(str::to_owned))
        .collect();
    let once: HashSet<String> = all.iter().cloned().collect();
    assert_eq!(once.len(), all.len(), "nobody comes twice");
    once
}

#[actix_web::test]
async fn p6_the_export_of_many_contacts_holds_each_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    many(&app, &owner, 3_500).await;
    let file = export(&owner, ContactFilter::default()).await;
    assert_eq!(phones(&file).len(), 3_500);
}

#[actix_web::test]
async fn p6_who_comes_and_goes_while_it_is_exported_leaves_the_others_alone() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    many(&app, &owner, 3_500).await;
    let going: Vec<uuid::Uuid> = {
        let page = owner.list_contacts().limit(5_u32).send().await;
        let items = page.expect("a page").into_inner().items;
        items.iter().map(|item| item.contact.id).collect()
    };
    let change = async {
        for (n, id) in going.iter().enumerate() {
            let phone = format!("512555{:04}", 100 + n);
            create(&owner, person(&phone, "New", "", "")).await;
            let erased = owner.erase_contact().contact_id(*id).send().await;
            erased.expect("erased");
        }
    };
    let filter = ContactFilter::default();
    let (file, ()) = tokio::join!(export(&owner, filter), change);
    let found = phones(&file);
    let stayed = found
        .iter()
        .filter(|phone| phone.starts_with("+15122"))
        .count();
    assert!((3_495..=3_500).contains(&stayed), "{stayed}");
    // Whoever is left is all there, in the next file too.
    let left = phones(&export(&owner, ContactFilter::default()).await);
    assert_eq!(left.len(), 3_500);
    let missing: Vec<_> = left
        .iter()
        .filter(|phone| phone.starts_with("+15122") && !found.contains(*phone))
        .collect();
    assert_eq!(missing, [] as [&String; 0]);
}
