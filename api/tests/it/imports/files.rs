//! Files as other programs write them (P6).

use copperline_shared::imports::{FILE_LIMIT, MOST_ROWS};

use super::*;

#[actix_web::test]
async fn p6_a_file_that_is_none_or_too_large_is_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    for (file, words) in [
        ("", "empty"),
        ("phone,name\n", "no lines"),
        ("PK\u{3}\u{4}", "save it as CSV"),
    ] {
        let refused = owner.create_import().body(file).send().await;
        let refused = problem(refused);
        assert_eq!(refused.code, ErrorCode::Invalid);
        assert!(refused.detail.contains(words), "{}", refused.detail);
    }
    let large = vec![b'x'; FILE_LIMIT + 1];
    let refused = problem(owner.create_import().body(large).send().await);
    assert_eq!(refused.code, ErrorCode::TooLarge);
    assert!(refused.detail.contains("16 MB"), "{}", refused.detail);
    let long = "phone\n".to_owned() + &"5125550192\n".repeat(MOST_ROWS + 1);
    let refused = problem(owner.create_import().body(long).send().await);
    assert!(refused.detail.contains("100000"), "{}", refused.detail);
    let left = owner
        .list_imports()
        .send()
        .await
        .expect("imports")
        .into_inner();
    assert_eq!(left.items, []);
}

async fn upload_bytes(owner: &Owner, bytes: Vec<u8>) -> Import {
    let request = owner.create_import().file_name("leads.csv");
    let import = request.body(bytes).send().await;
    import.expect("an import").into_inner()
}

#[actix_web::test]
async fn p6_lines_keep_their_numbers_whatever_wrote_the_file() {
    let app = TestApp::start().await;
    let text = "Phone,First Name,Opt-in date\r\n5125550192,José,\r\n\r\n\
        5125550193,Zoë Brontë,2026-11-01\r\n5125550192,Pepe,\r\n";
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    // Of these letters Windows-1252 has the same numbers as Unicode.
    let narrow = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("a byte"));
    for bytes in [text.as_bytes().to_vec(), wide, narrow.collect()] {
        let owner = app.owner().await;
        let import = upload_bytes(&owner, bytes).await;
        assert_eq!(import.columns, ["Phone", "First Name", "Opt-in date"]);
        check(&app, &owner, import.id, asked(&import)).await;
        let found = rows(&owner, import.id).await;
        let lines: Vec<u32> = found.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 4, 5]);
        assert_eq!(found[2].problem, "The same phone stands on line 2.");
        start(&app, &owner, import.id).await;
        let met = people(&owner).await;
        let names: Vec<&str> = met.iter().map(|one| one.first_name.as_str()).collect();
        assert_eq!(names, ["José", "Zoë Brontë"]);
        let entry = &record(&owner, met[1].id).await[0];
        assert_eq!(entry.evidence, "leads.csv, line 4; consent_at: 2026-11-01");
    }
}

#[actix_web::test]
async fn p6_a_line_of_too_many_cells_is_refused_and_the_others_are_imported() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,first_name\n5125550192,Maya\n5125550193,Theo,over\n5125550194,Ana,\n";
    let done = run(&app, &owner, file, |_| {}).await;
    assert_eq!(figures(&done), [2, 0, 0, 1, 1]);
    let refused = &rows(&owner, done.id).await[1];
    assert!(refused.problem.contains("3 cells"), "{refused:?}");
}

#[actix_web::test]
async fn p6_two_columns_of_one_name_are_both_kept() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let file = "phone,Roof,Roof\n5125550192,tiles,2019\n";
    let import = upload(&owner, file).await;
    assert_eq!(import.columns, ["phone", "Roof", "Roof (2)"]);
    let mut how = asked(&import);
    how.mapping = vec![Some(F::Phone), Some(F::Custom), Some(F::Custom)];
    check(&app, &owner, import.id, how).await;
    start(&app, &owner, import.id).await;
    let custom = &people(&owner).await[0].custom_fields;
    assert_eq!(custom["Roof"], "tiles");
    assert_eq!(custom["Roof (2)"], "2019");
}

#[actix_web::test]
async fn p6_a_tag_that_is_named_again_and_again_is_put_on_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let hot = make(&owner, "Hot", Colour::Copper).await.id;
    let fair = make(&owner, "Fair", Colour::Teal).await.id;
    let file = "phone,tags\n5125550192,Hot; HOT\n5125550192,\"hot, Fair\"\n";
    let done = run(&app, &owner, file, |how| {
        how.duplicates = LeadDuplicates::Update;
        how.tag_ids = vec![hot, hot];
    })
    .await;
    assert_eq!(done.state, ImportState::Finished);
    let met = people(&owner).await;
    let mut worn = worn(&owner, met[0].id).await;
    worn.sort();
    let mut both = [hot, fair];
    both.sort();
    assert_eq!(worn, both);
}

#[actix_web::test]
async fn p6_a_file_that_is_handed_over_twice_with_one_key_is_one_import() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let hand_over = |file: &str| {
        let request = owner.create_import().idempotency_key("once");
        request.body(file.to_owned()).send()
    };
    let first = hand_over("phone\n5125550192\n").await.expect("an import");
    let again = hand_over("phone\n5125550192\n").await.expect("the same");
    assert_eq!(first.id, again.id);
    let other = problem(hand_over("phone\n5125550193\n").await);
    assert_eq!(other.code, ErrorCode::IdempotencyKeyReused);
    let listed = owner.list_imports().send().await.expect("imports");
    assert_eq!(listed.items.len(), 1);
}

#[actix_web::test]
async fn p6_another_workspaces_import_is_nobodys() {
    let app = TestApp::start().await;
    let (owner, other) = (app.owner().await, app.owner().await);
    let import = upload(&owner, "phone\n5125550192\n").await;
    let id = import.id;
    let codes = [
        problem(other.read_import().import_id(id).send().await).code,
        problem(other.list_import_rows().import_id(id).send().await).code,
        problem(other.report_import().import_id(id).send().await).code,
        problem(
            other
                .check_import()
                .import_id(id)
                .body(asked(&import))
                .send()
                .await,
        )
        .code,
        problem(other.start_import().import_id(id).send().await).code,
        problem(other.cancel_import().import_id(id).send().await).code,
    ];
    assert_eq!(codes, [ErrorCode::NotFound; 6]);
    let listed = other.list_imports().send().await.expect("imports");
    assert_eq!(listed.items, []);
}
