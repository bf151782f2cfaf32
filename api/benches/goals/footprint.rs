//! Goal 12: the memory of `serve` after all of it, and the page's first load.

use std::path::Path;

use crate::Failure;
use crate::stage::Stage;
use crate::table::{Line, Table, Verdict};

/// Resident memory and the size of what `index.html` loads.
pub fn footprint(stage: &Stage, table: &mut Table) -> Result<(), Failure> {
    let memory = resident_megabytes(stage)?;
    table.add(Line {
        goal: 12,
        what: "memory of serve (no PostgreSQL)".to_owned(),
        copperline: None,
        floor: None,
        sql: None,
        verdicts: vec![Verdict::at_most(memory, 60.0, "MB")],
    });
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/dist");
    let verdict = match first_load_kilobytes(&dist) {
        Ok(kilobytes) => Verdict::at_most(kilobytes, 500.0, "KB brotli"),
        Err(error) => Verdict::holds(format!("not known: {error}"), "≤ 500 KB brotli", false),
    };
    table.add(Line {
        goal: 12,
        what: "first load of the page".to_owned(),
        copperline: None,
        floor: None,
        sql: None,
        verdicts: vec![verdict],
    });
    Ok(())
}

fn resident_megabytes(stage: &Stage) -> Result<f64, Failure> {
    let pid = stage.copperline.pid().ok_or("copperline serve has ended")?;
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    let kilobytes: f64 = kilobytes.ok_or("Linux tells no VmRSS")?.parse()?;
    Ok(kilobytes / 1024.0)
}

/// The page itself and each file it names or its scripts load at once, as compressed when the
/// page was built for release.
fn first_load_kilobytes(dist: &Path) -> Result<f64, Failure> {
    let index = std::fs::read_to_string(dist.join("index.html"))?;
    let mut bytes = compressed(&dist.join("index.html"))?;
    for entry in std::fs::read_dir(dist)?.chain(std::fs::read_dir(dist.join("assets"))?) {
        let path = entry?.path();
        if path.is_dir() {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // The script loads the WebAssembly; text in Latin letters, its font.
        let loaded = index.contains(&*name)
            || name.starts_with("web_bg") && name.ends_with(".wasm")
            || name.starts_with("inter-latin-wght");
        if loaded && !name.ends_with(".br") && name != "index.html" {
            bytes += compressed(&path)?;
        }
    }
    Ok(f64::from(u32::try_from(bytes)?) / 1000.0)
}

/// A file's size as it is sent; a page built for developers has nothing compressed.
fn compressed(path: &Path) -> Result<u64, Failure> {
    if path.extension().is_some_and(|kind| kind == "woff2") {
        return Ok(std::fs::metadata(path)?.len());
    }
    let brotli = format!("{}.br", path.display());
    let found = std::fs::metadata(&brotli).ok();
    Ok(found
        .ok_or("web/dist was not built with `just page page`")?
        .len())
}
