//! The tests' PostgreSQL, and a database of its own for each of them.

use std::path::Path;
use std::process::{Command, Stdio};

use copperline_api::{db, postgres};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The tests' PostgreSQL: one private cluster, ended when this process is.
async fn cluster_url() -> &'static str {
    static URL: OnceCell<String> = OnceCell::const_new();
    URL.get_or_init(|| async {
        let data = std::env::temp_dir().join(format!("copperline-test-{}", std::process::id()));
        std::fs::create_dir_all(&data).expect("the temporary folder can be written");
        let cluster = postgres::start(&data).await.expect("PostgreSQL starts");
        stop_with_this_process(&data);
        cluster.url()
    })
    .await
}

/// Tests have no end of their own to stop the cluster in: a watcher does it when they are gone.
fn stop_with_this_process(data: &Path) {
    let postmaster = std::fs::read_to_string(data.join("postgres/postmaster.pid"))
        .expect("a running cluster has a pid file");
    let postmaster = postmaster
        .lines()
        .next()
        .expect("its first line is the pid");
    let script = format!(
        "while kill -0 {} 2>/dev/null; do sleep 0.2; done; kill -INT {postmaster}; \
         while kill -0 {postmaster} 2>/dev/null; do sleep 0.1; done; rm -rf '{}'",
        std::process::id(),
        data.display()
    );
    use std::os::unix::process::CommandExt;
    #[expect(clippy::zombie_processes, reason = "the watcher outlives this process")]
    Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("sh runs");
}

/// A database of its own for each test, copied from one whose schema is up to date.
pub async fn database() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE
        .get_or_init(|| async {
            let name = format!("template_{}", Uuid::now_v7().simple());
            let url = create(&name, None).await;
            db::migrate(&url).await.expect("the schema can be made");
            name
        })
        .await;
    create(&format!("test_{}", Uuid::now_v7().simple()), Some(template)).await
}

/// A database without any tables.
pub async fn empty_database() -> String {
    create(&format!("empty_{}", Uuid::now_v7().simple()), None).await
}

async fn create(name: &str, template: Option<&str>) -> String {
    // PostgreSQL copies one template at a time.
    static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = ONE_AT_A_TIME.lock().await;
    let url = cluster_url().await;
    let mut connection = AsyncPgConnection::establish(url)
        .await
        .expect("the cluster answers");
    let template = template
        .map(|name| format!(" TEMPLATE {name}"))
        .unwrap_or_default();
    diesel::sql_query(format!("CREATE DATABASE {name}{template}"))
        .execute(&mut connection)
        .await
        .expect("a database can be made");
    with_database(url, name)
}

/// The same server's url with another database name.
fn with_database(url: &str, name: &str) -> String {
    let (before, query) = url
        .split_once('?')
        .map_or((url, None), |(a, b)| (a, Some(b)));
    let (server, _) = before.rsplit_once('/').expect("a url has a path");
    match query {
        Some(query) => format!("{server}/{name}?{query}"),
        None => format!("{server}/{name}"),
    }
}
