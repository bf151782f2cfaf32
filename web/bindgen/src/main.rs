//! `copperline-bindgen INPUT.wasm OUTPUT_FOLDER`: writes the JavaScript beside the page's WebAssembly.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: copperline-bindgen INPUT.wasm OUTPUT_FOLDER");
        return ExitCode::FAILURE;
    };
    let written = wasm_bindgen_cli_support::Bindgen::new()
        .input_path(input)
        .out_name("web")
        .web(true)
        .and_then(|bindgen| bindgen.typescript(false).generate(output));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
