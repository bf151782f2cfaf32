//! Replies as people write them, one a line: those that ask to be left alone and those that don't,
//! however much some look like it. Lines that begin with `#` tell what follows.

/// The replies of one of the files; `\n` in it is the end of a line.
fn replies(file: &'static str) -> Vec<String> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.replace("\\n", "\n"))
        .collect()
}

pub fn ask_to_stop() -> Vec<String> {
    replies(include_str!("replies/ask_to_stop.txt"))
}

pub fn others() -> Vec<String> {
    replies(include_str!("replies/others.txt"))
}
