//! HTTP messages as they stand in the document: first line, headers, an empty line, body.

use std::io::{Read, Write};

/// Headers that say nothing of the protocol.
const LEFT_OUT: [&str; 2] = ["connection", "content-length"];

/// A request or an answer.
pub(crate) struct Message {
    pub(crate) first: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Message {
    pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { first: format!("{method} {path} HTTP/1.1"), headers, body: body.to_owned() }
    }

    pub(crate) fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let first = lines.next().expect("a first line").to_owned();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").expect("a header");
            (name.to_owned(), value.to_owned())
        };
        Self { first, headers: lines.map(header).collect(), body: body.to_owned() }
    }

    /// As it stands in the document.
    pub(crate) fn text(&self) -> String {
        let mut text = self.first.clone();
        for (name, value) in &self.headers {
            text.push_str(&format!("\n{name}: {value}"));
        }
        if !self.body.is_empty() {
            text.push_str("\n\n");
            text.push_str(&self.body);
        }
        text
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sends the request on a connection of its own, and gives the answer.
    #[expect(clippy::disallowed_types, reason = "the test is the client")]
    pub(crate) fn send(&self, address: &str) -> Self {
        let mut connection = std::net::TcpStream::connect(address).expect("connected");
        let mut head = format!("{}\r\nhost: {address}\r\nconnection: close\r\n", self.first);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        connection.write_all(format!("{head}\r\n{}", self.body).as_bytes()).expect("sent");
        let mut answer = String::new();
        connection.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let mut answer = Self::parse(&head.replace("\r\n", "\n"));
        answer.headers.retain(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
        answer.headers.sort();
        let is_json = answer.header("content-type").is_some_and(|media_type| media_type.ends_with("json"));
        answer.body = if is_json { pretty(body) } else { body.to_owned() };
        answer
    }
}

/// JSON with a line for each field and item, in the order in which they came.
pub(crate) fn pretty(json: &str) -> String {
    let mut text = String::new();
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    let mut characters = json.chars().peekable();
    let line = |text: &mut String, depth: usize| {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", depth));
    };
    while let Some(character) = characters.next() {
        if quoted {
            text.push(character);
            quoted = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '{' | '[' if matches!(characters.peek(), Some('}' | ']')) => {
                text.push(character);
                text.extend(characters.next());
            }
            '{' | '[' => {
                text.push(character);
                depth += 1;
                line(&mut text, depth);
            }
            '}' | ']' => {
                depth -= 1;
                line(&mut text, depth);
                text.push(character);
            }
            ',' => {
                text.push(character);
                line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            other => {
                quoted = other == '"';
                text.push(other);
            }
        }
    }
    text
}
