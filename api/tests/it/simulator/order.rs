//! A handset's texts arrive in the order in which they left it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use copperline_api::jobs;
use copperline_api::schema::jobs as table;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::*;

const TOM: &str = "+15125550193";

/// Texts from the handset, one as soon as the other has left, and nobody works yet.
async fn type_quickly(desk: &Desk, phone: &str, texts: &[String], copies: u8) {
    for text in texts {
        let body = HandsetSend {
            number: desk.number.phone.clone(),
            body: text.clone(),
            pictures: Vec::new(),
            copies,
        };
        let sent = desk.send_from_handset().phone(phone).body(body).send();
        sent.await.expect("the text leaves the handset");
    }
}

fn numbered(name: &str, count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("{name} {n}")).collect()
}

/// The report that stands first.
async fn first_report(connection: &mut AsyncPgConnection) -> Uuid {
    table::table
        .filter(table::kind.eq("simulated_callback"))
        .order(table::place)
        .select(table::id)
        .first(connection)
        .await
        .expect("a report")
}

async fn bodies_of(desk: &Desk, phone: &str) -> Vec<String> {
    let all = desk.conversations().await;
    let Some(with) = all.iter().find(|one| one.phone.as_str() == phone) else {
        return Vec::new();
    };
    let thread = desk
        .read_thread()
        .conversation_id(with.id)
        .limit(100)
        .send();
    let entries = thread.await.expect("a thread").into_inner().entries;
    let texts = entries.into_iter().filter_map(|entry| match entry {
        copperline_shared::conversations::ThreadEntry::Message { message } => Some(message.body),
        _ => None,
    });
    texts.collect()
}

#[actix_web::test]
async fn x1_texts_in_quick_succession_keep_their_order_with_several_workers() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let (mayas, toms) = (numbered("Maya", 12), numbered("Tom", 12));
    let work = || actix_web::rt::spawn(jobs::work(app.app.clone().into_inner()));
    let workers = [work(), work(), work()];
    tokio::join!(
        type_quickly(&desk, MAYA, &mayas, 2),
        type_quickly(&desk, TOM, &toms, 1)
    );
    let arrived = async {
        while bodies_of(&desk, MAYA).await.len() + bodies_of(&desk, TOM).await.len() < 24 {}
    };
    tokio::time::timeout(Duration::from_secs(30), arrived)
        .await
        .expect("all texts arrive");
    for worker in workers {
        worker.abort();
    }
    assert_eq!(bodies_of(&desk, MAYA).await, mayas);
    assert_eq!(bodies_of(&desk, TOM).await, toms);
}

#[actix_web::test]
async fn x1_a_report_that_failed_or_whose_worker_died_keeps_the_later_ones_back() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let mut connection = app.connection().await;
    let first = numbered("Maya", 3);
    type_quickly(&desk, MAYA, &first, 1).await;
    let report = first_report(&mut connection).await;
    let later = app.app.clock.now() + TimeDelta::seconds(20);
    diesel::update(table::table.find(report))
        .set(table::run_at.eq(later))
        .execute(&mut connection)
        .await
        .expect("it failed and is planned anew");
    type_quickly(&desk, TOM, &numbered("Tom", 1), 1).await;
    app.work().await;
    assert_eq!(bodies_of(&desk, MAYA).await, [] as [&str; 0]);
    assert_eq!(bodies_of(&desk, TOM).await.len(), 1, "others don't wait");
    app.pass(TimeDelta::seconds(21)).await;
    assert_eq!(bodies_of(&desk, MAYA).await, first);

    let second = numbered("Maya again", 3);
    type_quickly(&desk, MAYA, &second, 1).await;
    let report = first_report(&mut connection).await;
    diesel::update(table::table.find(report))
        .set(table::leased_until.eq(app.app.clock.now() + TimeDelta::seconds(20)))
        .execute(&mut connection)
        .await
        .expect("a worker died with it");
    app.work().await;
    assert_eq!(bodies_of(&desk, MAYA).await, first);
    app.pass(TimeDelta::seconds(21)).await;
    assert_eq!(bodies_of(&desk, MAYA).await, [first, second].concat());
}

#[actix_web::test]
async fn x1_a_report_that_was_given_up_keeps_nobody_back() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app).await;
    let mut connection = app.connection().await;
    let texts = numbered("Maya", 3);
    type_quickly(&desk, MAYA, &texts, 1).await;
    let report = first_report(&mut connection).await;
    diesel::update(table::table.find(report))
        .set(table::dead_at.eq::<Option<DateTime<Utc>>>(Some(app.app.clock.now())))
        .execute(&mut connection)
        .await
        .expect("it is given up");
    app.work().await;
    assert_eq!(bodies_of(&desk, MAYA).await, texts[1..]);
}
