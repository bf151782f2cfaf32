//! Tells `assets.rs` where the page is.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    // A release embeds what is in the folder when it is compiled.
    println!("cargo:rerun-if-changed=../web/dist");
    // The folder may not be there yet; the one above it is.
    let page = std::fs::canonicalize("../web")?.join("dist");
    println!("cargo:rustc-env=COPPERLINE_PAGE={}", page.display());
    Ok(())
}
