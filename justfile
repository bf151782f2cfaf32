# What can be done here. `./dev RECIPE` is the same as `just RECIPE`, on a machine that lacks `just`.

cache := env("XDG_CACHE_HOME", home_directory() / ".cache") / "copperline"
export CARGO_TARGET_DIR := env("CARGO_TARGET_DIR", cache / "target")
export COPPERLINE_TOOLS := env("COPPERLINE_TOOLS", parent_directory(CARGO_TARGET_DIR) / "tools")

# List the recipes
_default:
    @{{ just_executable() }} --list --unsorted --justfile {{ justfile() }}

# Install what is missing for WHAT (`run`, `test` or `bench`)
[no-exit-message]
set-up what="test":
    @scripts/set-up {{ what }}

# Build the page into web/dist; PROFILE is `page-quick`, or `page` for release
[no-exit-message]
page profile="page-quick":
    @scripts/page {{ profile }}

# Set up, build and start Copperline with demo data
[no-exit-message]
run *args: (set-up "run") page program
    @scripts/run {{ args }}

# Set up and run everything CI runs
[no-exit-message]
test: (set-up "test")
    @scripts/test

# Build the program into the target folder
program:
    @scripts/program

# Build the program for release, the page inside it
release: (set-up "run") (page "page")
    cargo build --release --package copperline-api --bin copperline
    @echo "release: $CARGO_TARGET_DIR/release/copperline"

# Measure Copperline beside bare SQL; ARGS are a number of conversations and the bench's own flags
[no-exit-message]
bench *args: (set-up "bench") (page "page")
    @scripts/bench {{ args }}

# Run the browser tests; ARGS go to Playwright
[no-exit-message]
e2e *args: page
    @scripts/e2e {{ args }}

# Kill the program and its database 20 times under load, then audit; SEED repeats a run
[no-exit-message]
torture seed="":
    @scripts/torture {{ seed }}

# Write api/src/schema.rs from the migrations
[no-exit-message]
schema:
    @scripts/schema

# Write openapi/openapi.json from the handlers
openapi: program
    @"$CARGO_TARGET_DIR/debug/copperline" openapi > openapi/openapi.json.new && mv openapi/openapi.json.new openapi/openapi.json
