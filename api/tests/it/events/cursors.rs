//! A stream begins where its listener says, and nobody else's does.

use super::*;

/// A cursor that never was.
const NOWHERE: i64 = i64::MAX;

#[actix_web::test]
async fn a_cursor_that_never_was_is_answered_with_reset_and_stops_nobodys_updates() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let begun = newest(&app, owner.workspace).await;
    for cursor in [NOWHERE, -5] {
        // The first listener of the workspace on this node.
        let mut lost = Stream::open(&app, &owner.cookies, Some(cursor)).await;
        let frame = lost.frame().await.expect("a frame");
        assert!(
            frame.contains(&format!("event: reset\ndata: {begun}")),
            "{frame}"
        );
    }
    let mut lost = Stream::open(&app, &owner.cookies, Some(NOWHERE)).await;
    let mut other = Stream::open(&app, &owner.cookies, Some(begun)).await;
    lost.frame().await.expect("the reset");
    open_conversation(&owner, "512 555 0101").await;
    assert_eq!(other.event().await.cursor, begun + 1);
    assert_eq!(lost.event().await.cursor, begun + 1);
}

#[actix_web::test]
async fn an_event_this_version_cannot_read_is_handed_on_and_stops_nobodys_updates() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let stranger = app.owner().await;
    let begun = newest(&app, owner.workspace).await;
    let mut stream = Stream::open(&app, &owner.cookies, Some(begun)).await;
    let mut elsewhere = Stream::open(&app, &stranger.cookies, None).await;
    diesel::sql_query(
        "WITH moved AS (UPDATE event_cursors SET cursor = cursor + 1 WHERE workspace_id = $1 \
             RETURNING workspace_id, cursor) \
         INSERT INTO events (workspace_id, cursor, audience, payload, created_at) \
         SELECT workspace_id, cursor, 'workspace', '{\"type\": \"of_tomorrow\"}', now() FROM moved \
         RETURNING pg_notify('copperline_events', workspace_id::text)",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner.workspace.0)
    .execute(&mut app.connection().await)
    .await
    .expect("a newer version writes");
    let frame = stream.frame().await.expect("a frame");
    assert!(frame.contains("of_tomorrow"), "{frame}");
    open_conversation(&owner, "512 555 0101").await;
    assert_eq!(stream.event().await.cursor, begun + 2);
    open_conversation(&stranger, "512 555 0101").await;
    elsewhere.event().await;
}

#[actix_web::test]
async fn s3_a_token_revoked_on_another_node_hears_no_more_however_busy_the_workspace_is() {
    let app = TestApp::start().await;
    app.listen();
    let owner = app.owner().await;
    let secret = owner.make_token(&[Scope::Conversations]).await;
    let bearer = format!("Bearer {secret}");
    let mut program = Stream::open_as(&app, ("authorization", &bearer), None).await;
    open_conversation(&owner, "512 555 0101").await;
    program.event().await;
    // Another node writes this and can't tell this one's streams.
    diesel::sql_query("UPDATE api_tokens SET revoked_at = now()")
        .execute(&mut app.connection().await)
        .await
        .expect("revoked");
    app.app.clock.advance(chrono::TimeDelta::seconds(16));
    open_conversation(&owner, "512 555 0102").await;
    assert_eq!(program.frame().await, None, "the stream ends");
}
