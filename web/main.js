// Starts the page. What it loads is written to pkg/ by `just page`.
import init from "./pkg/web.js";
import wasm from "./pkg/web_bg.wasm?url";

init({ module_or_path: wasm });
