//! `docs/protocol.md`: its example is the fenced blocks behind lines `<!-- example: name -->`.

use std::path::PathBuf;

const MARK: &str = "<!-- example: ";

/// The document.
pub(crate) struct Document {
    text: String,
    blocks: Vec<(String, String)>,
}

impl Document {
    pub(crate) fn read() -> Self {
        let text = std::fs::read_to_string(path()).expect("docs/protocol.md");
        let mut blocks = Vec::new();
        for part in text.split(MARK).skip(1) {
            let (name, rest) = part.split_once(" -->\n```").expect("a mark, then a block");
            let (_, rest) = rest.split_once('\n').expect("a line");
            let (block, _) = rest.split_once("\n```\n").expect("the block's end");
            blocks.push((name.to_owned(), block.to_owned()));
        }
        Self { text, blocks }
    }

    /// The blocks' names, in their order.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.blocks.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// A block's text.
    pub(crate) fn block(&self, name: &str) -> &String {
        let found = self.blocks.iter().find(|(known, _)| known == name);
        found.map(|(_, block)| block).expect(name)
    }

    /// Writes other texts into the blocks that are there.
    pub(crate) fn write(mut self, said: &[(String, String)]) {
        for (name, block) in said {
            let mark = format!("{MARK}{name} -->\n```");
            let (before, rest) = self.text.split_once(&mark).expect(name);
            let (language, rest) = rest.split_once('\n').expect("a line");
            let (_, after) = rest.split_once("```\n").expect("the block's end");
            self.text = format!("{before}{mark}{language}\n{block}\n```\n{after}");
        }
        std::fs::write(path(), self.text).expect("written");
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol.md"))
}
