//! The floor F: a bare actix handler for each goal, with hand-written SQL, on the same data, with
//! answers of the same size. It asks nobody who they are and checks nothing.

use actix_web::{App, HttpResponse, HttpServer, get, post, web};
use clap::Args;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use serde::{Deserialize, Serialize};
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};

use crate::{Failure, sql};

/// As many as Copperline may hold by default.
const DATABASE_CONNECTIONS: usize = 20;

/// What the floor is told when it is started.
#[derive(Args)]
pub struct Settings {
    #[arg(long)]
    port: u16,
    #[arg(long)]
    database_url: String,
    /// The workspace of every request.
    #[arg(long)]
    workspace: String,
}

struct Floor {
    pool: Pool,
    workspace: String,
}

/// Serves until the process is told to end.
pub async fn serve(settings: Settings) -> Result<(), Failure> {
    let fast = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = Manager::from_config(settings.database_url.parse()?, NoTls, fast);
    let floor = web::Data::new(Floor {
        pool: Pool::builder(manager)
            .max_size(DATABASE_CONNECTIONS)
            .build()?,
        workspace: settings.workspace,
    });
    let server = HttpServer::new(move || {
        App::new()
            .app_data(floor.clone())
            .service(inbox)
            .service(thread)
            .service(inbound)
    });
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    server
        .workers(threads)
        .bind(("127.0.0.1", settings.port))?
        .run()
        .await?;
    Ok(())
}

/// What went wrong; its words go to whoever asked.
#[derive(Debug, thiserror::Error)]
enum FloorError {
    #[error(transparent)]
    Pool(#[from] deadpool_postgres::PoolError),
    #[error(transparent)]
    Postgres(#[from] tokio_postgres::Error),
}

impl actix_web::ResponseError for FloorError {}

type Answer = Result<HttpResponse, FloorError>;

impl Floor {
    async fn connection(&self) -> Result<Object, FloorError> {
        Ok(self.pool.get().await?)
    }
}

async fn rows(
    connection: &Object,
    statement: &str,
    parameters: &[&(dyn ToSql + Sync)],
) -> Result<Vec<Row>, FloorError> {
    let prepared = connection.prepare_cached(statement).await?;
    Ok(connection.query(&prepared, parameters).await?)
}

#[derive(Serialize)]
struct Page<T> {
    items: Vec<T>,
}

#[derive(Serialize)]
struct Conversation<'a> {
    id: &'a str,
    contact_id: &'a str,
    name: String,
    phone: &'a str,
    hot: bool,
    archived: bool,
    opted_out: bool,
    unread_count: i32,
    excerpt: &'a str,
    excerpt_by: &'a str,
    excerpt_agent_id: Option<&'a str>,
    excerpt_name: Option<&'a str>,
    last_activity_at: &'a str,
    tag_id: Option<&'a str>,
    assigned_agent_id: Option<&'a str>,
    assigned_group_id: Option<&'a str>,
    put_off_until: Option<&'a str>,
    follow_up_due_at: Option<&'a str>,
    put_off_by: Option<&'a str>,
}

/// What narrows the inbox down.
#[derive(Deserialize)]
struct Narrowed {
    condition: Option<String>,
}

#[get("/inbox")]
async fn inbox(floor: web::Data<Floor>, narrowed: web::Query<Narrowed>) -> Answer {
    let connection = floor.connection().await?;
    let statement = narrowed.condition.as_deref().map(sql::inbox_where);
    let statement = statement.as_deref().unwrap_or(sql::INBOX);
    let rows = rows(&connection, statement, &[&floor.workspace]).await?;
    let conversation = |row| -> Conversation<'_> {
        let row: &Row = row;
        let (first, last): (&str, &str) = (row.get(2), row.get(3));
        Conversation {
            id: row.get(0),
            contact_id: row.get(1),
            name: format!("{first} {last}"),
            phone: row.get(4),
            hot: row.get(5),
            archived: row.get(6),
            opted_out: row.get(7),
            unread_count: row.get(8),
            excerpt: row.get(9),
            excerpt_by: row.get(10),
            excerpt_agent_id: row.get(11),
            excerpt_name: row.get(12),
            last_activity_at: row.get(13),
            tag_id: row.get(14),
            assigned_agent_id: row.get(15),
            assigned_group_id: row.get(16),
            put_off_until: row.get(17),
            follow_up_due_at: row.get(18),
            put_off_by: row.get(19),
        }
    };
    let items = rows.iter().take(50).map(conversation).collect();
    Ok(HttpResponse::Ok().json(Page { items }))
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: &'a str,
    id: &'a str,
    conversation_id: &'a str,
    direction: Option<&'a str>,
    state: Option<&'a str>,
    sender: Option<&'a str>,
    sender_name: Option<&'a str>,
    body: &'a str,
    segments: Option<i32>,
    price_micros: Option<i64>,
    error_code: Option<&'a str>,
    created_at: &'a str,
    sent_at: Option<&'a str>,
    settled_at: Option<&'a str>,
}

#[get("/thread/{conversation}")]
async fn thread(floor: web::Data<Floor>, conversation: web::Path<String>) -> Answer {
    let connection = floor.connection().await?;
    let parameters: [&(dyn ToSql + Sync); 2] = [&floor.workspace, &*conversation];
    let rows = rows(&connection, sql::THREAD, &parameters).await?;
    let entry = |row| -> Entry<'_> {
        let row: &Row = row;
        Entry {
            kind: row.get(0),
            id: row.get(1),
            conversation_id: row.get(2),
            direction: row.get(3),
            state: row.get(4),
            sender: row.get(5),
            sender_name: row.get(6),
            body: row.get(7),
            segments: row.get(8),
            price_micros: row.get(9),
            error_code: row.get(10),
            created_at: row.get(11),
            sent_at: row.get(12),
            settled_at: row.get(13),
        }
    };
    let items = rows.iter().take(50).rev().map(entry).collect();
    Ok(HttpResponse::Ok().json(Page { items }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Inbound {
    message_sid: String,
    from: String,
    to: String,
    body: String,
}

#[post("/inbound")]
async fn inbound(floor: web::Data<Floor>, text: web::Form<Inbound>) -> Answer {
    let mut connection = floor.connection().await?;
    let insert = connection.prepare_cached(sql::INBOUND).await?;
    let touch = connection.prepare_cached(sql::TOUCH).await?;
    let notify = connection
        .prepare_cached("SELECT pg_notify('bare', $1::text)")
        .await?;
    let id = uuid::Uuid::now_v7().to_string();
    let transaction = connection.transaction().await?;
    let Inbound {
        message_sid,
        from,
        to,
        body,
    } = &*text;
    let parameters: [&(dyn ToSql + Sync); 5] = [message_sid, from, to, body, &id];
    if let Some(row) = transaction.query_opt(&insert, &parameters).await? {
        let (workspace, conversation): (&str, &str) = (row.get(0), row.get(1));
        let parameters: [&(dyn ToSql + Sync); 3] = [&workspace, &conversation, body];
        transaction.execute(&touch, &parameters).await?;
        transaction.execute(&notify, &[&workspace]).await?;
    }
    transaction.commit().await?;
    Ok(HttpResponse::Ok()
        .content_type("text/xml")
        .body("<Response/>"))
}
