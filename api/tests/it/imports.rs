//! Files of contacts and of numbers never to be texted (P6).

mod batches;
mod consent;
mod erased;
mod files;
mod merged;
mod notes;
mod problems;
mod stopping;
mod suppressing;

use copperline_shared::api_tokens::LeadDuplicates;
use copperline_shared::consent::ConsentEntry;
use copperline_shared::contacts::Contact;
use copperline_shared::imports::{
    CheckImport, Import, ImportField as F, ImportKind, ImportRow, ImportState, RowOutcome,
};
use copperline_shared::palette::Colour;
use copperline_shared::problem::ErrorCode;
use futures_util::TryStreamExt;
use uuid::Uuid;

use crate::support::{Owner, TestApp, problem};
use crate::tags::{make, worn};

async fn upload_as(owner: &Owner, kind: ImportKind, name: &str, file: &str) -> Import {
    let request = owner.create_import().kind(kind).file_name(name);
    let import = request.body(file.to_owned()).send().await;
    import.expect("an import").into_inner()
}

async fn upload(owner: &Owner, file: &str) -> Import {
    upload_as(owner, ImportKind::Contacts, "leads.csv", file).await
}

fn asked(import: &Import) -> CheckImport {
    CheckImport {
        mapping: import.mapping.clone(),
        duplicates: LeadDuplicates::Skip,
        source: String::new(),
        tag_ids: Vec::new(),
    }
}

async fn read(owner: &Owner, id: Uuid) -> Import {
    let import = owner.read_import().import_id(id).send().await;
    import.expect("it is there").into_inner()
}

async fn check(app: &TestApp, owner: &Owner, id: Uuid, how: CheckImport) -> Import {
    let checking = owner.check_import().import_id(id).body(how).send().await;
    assert_eq!(checking.expect("it begins").state, ImportState::Checking);
    app.work().await;
    read(owner, id).await
}

async fn start(app: &TestApp, owner: &Owner, id: Uuid) -> Import {
    owner
        .start_import()
        .import_id(id)
        .send()
        .await
        .expect("it begins");
    app.work().await;
    read(owner, id).await
}

/// Looks through a file and imports it.
async fn run(
    app: &TestApp,
    owner: &Owner,
    file: &str,
    how: impl FnOnce(&mut CheckImport),
) -> Import {
    let import = upload(owner, file).await;
    let mut asked = asked(&import);
    how(&mut asked);
    check(app, owner, import.id, asked).await;
    start(app, owner, import.id).await
}

/// Created, updated, unchanged, refused, with problems.
fn figures(import: &Import) -> [u32; 5] {
    assert_eq!(
        import.done,
        import.created + import.updated + import.unchanged + import.refused
    );
    [
        import.created,
        import.updated,
        import.unchanged,
        import.refused,
        import.problems,
    ]
}

async fn rows(owner: &Owner, id: Uuid) -> Vec<ImportRow> {
    let page = owner
        .list_import_rows()
        .import_id(id)
        .limit(100_u32)
        .send()
        .await;
    page.expect("rows").into_inner().items
}

async fn people(owner: &Owner) -> Vec<Contact> {
    let page = owner
        .list_contacts()
        .sort(copperline_shared::contacts::ContactSort::Phone)
        .limit(100_u32)
        .send()
        .await;
    let items = page.expect("contacts").into_inner().items;
    items.into_iter().map(|listed| listed.contact).collect()
}

/// The contact's consent record.
async fn record(owner: &Owner, contact: Uuid) -> Vec<ConsentEntry> {
    let page = owner.list_consent().contact_id(contact).send().await;
    page.expect("a record").into_inner().items
}

/// All contacts as a file.
async fn exported(owner: &Owner) -> String {
    let answer = owner.export_contacts().send().await.expect("a file");
    let parts: Vec<_> = answer
        .into_inner()
        .into_inner()
        .try_collect()
        .await
        .expect("the whole file");
    String::from_utf8(parts.concat()).expect("UTF-8")
}

/// Merges the second contact into the first.
async fn merge(owner: &Owner, kept: Uuid, other: Uuid) {
    let body = copperline_shared::contacts::MergeContact { other };
    let merged = owner.merge_contact().contact_id(kept).body(body);
    merged.send().await.expect("merged");
}

async fn report(owner: &Owner, id: Uuid, problems: bool) -> String {
    let answer = owner
        .report_import()
        .import_id(id)
        .problems(problems)
        .send()
        .await;
    let parts: Vec<_> = answer
        .expect("a file")
        .into_inner()
        .into_inner()
        .try_collect()
        .await
        .expect("the whole file");
    String::from_utf8(parts.concat()).expect("UTF-8")
}

const LEADS: &str = "Cell Phone,First Name,Last Name,E-mail,Opt-in date,TrustedForm URL,Shoe size
(512) 555-0192,Maya,Robinson,maya@example.net,2026-11-01,https://cert.example/1,38
555-0193,Theo,Lang,,,,
512.555.0194,Ana,Diaz,ana at home,,,
+1 512 555 0192,May,R,,,,
";

#[actix_web::test]
async fn p6_a_file_is_looked_through_first_and_nothing_changes_by_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let import = upload(&owner, LEADS).await;
    assert_eq!((import.state, import.total), (ImportState::Uploaded, 4));
    assert_eq!(import.file_name, "leads.csv");
    let suggested = [
        Some(F::Phone),
        Some(F::FirstName),
        Some(F::LastName),
        Some(F::Email),
        Some(F::ConsentAt),
        Some(F::ConsentCertificate),
        None,
    ];
    assert_eq!(import.mapping, suggested);
    let early = owner.start_import().import_id(import.id).send().await;
    assert_eq!(problem(early).code, ErrorCode::Invalid);

    let checked = check(&app, &owner, import.id, asked(&import)).await;
    assert_eq!(checked.state, ImportState::Checked);
    assert_eq!(figures(&checked), [2, 0, 1, 1, 3]);
    assert_eq!(people(&owner).await, []);
    let found = rows(&owner, import.id).await;
    let outcomes: Vec<_> = found.iter().filter_map(|row| row.outcome).collect();
    assert_eq!(
        outcomes,
        [
            RowOutcome::Created,
            RowOutcome::Refused,
            RowOutcome::Created,
            RowOutcome::Unchanged
        ]
    );
    assert_eq!(found[0].problem, "");
    assert!(found[1].problem.starts_with("phone: "), "{:?}", found[1]);
    assert!(found[2].problem.contains("ana at home"), "{:?}", found[2]);
    assert_eq!(found[3].problem, "The same phone stands on line 2.");

    let done = start(&app, &owner, import.id).await;
    assert_eq!(done.state, ImportState::Finished);
    assert_eq!(figures(&done), [2, 0, 1, 1, 3]);
    let met = people(&owner).await;
    assert_eq!(met.len(), 2);
    assert_eq!(
        (met[0].first_name.as_str(), met[0].email.as_str()),
        ("Maya", "maya@example.net")
    );
    assert_eq!(met[1].custom_fields["email"], "ana at home");
    let again = owner.start_import().import_id(import.id).send().await;
    assert_eq!(problem(again).code, ErrorCode::Invalid);
}

#[actix_web::test]
async fn p6_the_report_tells_of_each_line_and_can_hold_only_those_with_problems() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,name\n5125550192,Maya\n12,=cmd|'/c calc'!A0\n";
    let import = upload(&owner, file).await;
    check(&app, &owner, import.id, asked(&import)).await;
    let whole = report(&owner, import.id, false).await;
    let mut lines = csv::Reader::from_reader(whole.trim_start_matches('\u{feff}').as_bytes());
    let columns = lines.headers().expect("columns").clone();
    assert_eq!(columns, vec!["line", "outcome", "problem", "phone", "name"]);
    let found: Vec<csv::StringRecord> = lines.records().map(|row| row.expect("a row")).collect();
    assert_eq!(&found[0], &["2", "created", "", "5125550192", "Maya"][..]);
    assert_eq!((&found[1][0], &found[1][1]), ("3", "refused"));
    assert_eq!(&found[1][4], "'=cmd|'/c calc'!A0");
    let problems = report(&owner, import.id, true).await;
    assert_eq!(problems.lines().count(), 2);
}

#[actix_web::test]
async fn p6_what_columns_were_taken_for_is_remembered() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let import = upload(&owner, "telefono,Name,Row\n5125550192,Maya,1\n").await;
    assert_eq!(import.mapping, [None, Some(F::FullName), None]);
    let mut how = asked(&import);
    how.mapping = vec![Some(F::Phone), Some(F::FirstName), Some(F::Custom)];
    check(&app, &owner, import.id, how.clone()).await;
    let next = upload(&owner, "Row,NAME,Telefono,Email\n2,Theo,5125550193,\n").await;
    assert_eq!(
        next.mapping,
        [
            Some(F::Custom),
            Some(F::FirstName),
            Some(F::Phone),
            Some(F::Email)
        ]
    );
    let other = app.owner().await;
    let theirs = upload(&other, "telefono,Name\n5125550192,Maya\n").await;
    assert_eq!(theirs.mapping, [None, Some(F::FullName)]);
}

#[actix_web::test]
async fn p6_a_known_phone_is_left_as_it_is_or_updated_and_never_changed() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,first_name,company\n5125550192,Maya,\n";
    run(&app, &owner, file, |_| {}).await;
    let news = "phone,first_name,company\n+15125550192,May,Robinson Farms\n";
    let skipped = run(&app, &owner, news, |_| {}).await;
    assert_eq!(figures(&skipped), [0, 0, 1, 0, 0]);
    let met = people(&owner).await;
    assert_eq!(
        (met[0].first_name.as_str(), met[0].company.as_str()),
        ("Maya", "")
    );
    let updated = run(&app, &owner, news, |how| {
        how.duplicates = LeadDuplicates::Update
    })
    .await;
    assert_eq!(figures(&updated), [0, 1, 0, 0, 0]);
    let now = people(&owner).await;
    assert_eq!(
        (now[0].first_name.as_str(), now[0].company.as_str()),
        ("May", "Robinson Farms")
    );
    assert_eq!((now[0].id, &now[0].phone), (met[0].id, &met[0].phone));
    // An empty cell takes nothing away, and the same again is no change.
    let empty = "phone,first_name,company\n5125550192,,\n5125550192,May,\n";
    let same = run(&app, &owner, empty, |how| {
        how.duplicates = LeadDuplicates::Update
    })
    .await;
    assert_eq!(figures(&same), [0, 0, 2, 0, 1]);
}

#[actix_web::test]
async fn p6_imported_contacts_get_the_imports_tags_and_source_and_those_of_their_line() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let fair = make(&owner, "Fair", Colour::Teal).await.id;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let file = "phone,source,tags\n5125550192,,\n5125550193,Zillow,HOT; Cold\n";
    let done = run(&app, &owner, file, |how| {
        how.source = "Austin fair".to_owned();
        how.tag_ids = vec![fair];
    })
    .await;
    assert_eq!(figures(&done), [2, 0, 0, 0, 1]);
    let met = people(&owner).await;
    assert_eq!(
        (met[0].source.as_str(), met[1].source.as_str()),
        ("Austin fair", "Zillow")
    );
    assert_eq!(worn(&owner, met[0].id).await, [fair]);
    assert_eq!(worn(&owner, met[1].id).await, [hot, fair]);
    assert_eq!(
        rows(&owner, done.id).await[1].problem,
        "There is no tag “Cold”."
    );
    let unknown = upload(&owner, file).await;
    let mut how = asked(&unknown);
    how.tag_ids = vec![Uuid::nil()];
    let refused = owner
        .check_import()
        .import_id(unknown.id)
        .body(how)
        .send()
        .await;
    assert_eq!(problem(refused).code, ErrorCode::NotFound);
}
