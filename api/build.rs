//! Tells `assets.rs` where the page is.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    #[expect(clippy::disallowed_methods, reason = "cargo tells a build script so")]
    let release = std::env::var("PROFILE")? == "release";
    if release {
        // It embeds what is in the folder when it is compiled; others read the folder as they run.
        println!("cargo:rerun-if-changed=../web/dist");
    }
    // The folder may not be there yet; the one above it is.
    let page = std::fs::canonicalize("../web")?.join("dist");
    println!("cargo:rustc-env=COPPERLINE_PAGE={}", page.display());
    Ok(())
}
