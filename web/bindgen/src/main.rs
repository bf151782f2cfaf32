//! `copperline-bindgen INPUT.wasm OUTPUT_FOLDER`: splits the page's WebAssembly into what every
//! screen needs and what single screens add (each name given to `#[wasm_split]` is a file of its own,
//! and so is what each set of them shares; fetched when it is first opened), and writes the JavaScript
//! beside it.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// Leptos imports the loaders of its lazy parts from here.
const LOADERS: &str = "./__wasm_split.______________________.js";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: copperline-bindgen INPUT.wasm OUTPUT_FOLDER");
        return ExitCode::FAILURE;
    };
    match write(&input, Path::new(&output)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(input: &str, output: &Path) -> Result<(), Box<dyn Error>> {
    let whole = std::fs::read(input)?;
    let shared = output.join("shared.wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = output;
    options.main_out_path = &shared;
    options.main_module = "./web.js";
    options.link_name = LOADERS;
    wasm_split_cli_support::transform(options).map_err(|error| format!("{error:?}"))?;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(&shared)
        .out_name("web")
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                // The lazy parts reach the shared one through what it exports.
                .keep_lld_exports(true)
                .generate(output)
        })
        .map_err(|error| format!("{error:?}"))?;
    std::fs::remove_file(shared)?;
    Ok(())
}
