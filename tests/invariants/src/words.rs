//! Finds texts that the interface says of itself, instead of taking them from the locale files.
//!
//! `rsx!` is no Rust syntax, so its tokens are walked by what they look like: `name: value` is an attribute, a string
//! that stands alone is a text, `name { … }` an element with children, `{ … }` an expression. What macros and functions
//! make of strings elsewhere is not followed; the letters of another alphabet than ASCII's are refused everywhere.

use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::visit::Visit;
use syn::{Ident, LitStr, Token, braced, bracketed, parenthesized, token};

/// Attributes and properties whose value is read or heard.
const SPOKEN: &[&str] = &[
    "alt",
    "aria_description",
    "aria_label",
    "aria_roledescription",
    "aria_valuetext",
    "detail",
    "hint",
    "label",
    "legend",
    "mark",
    "placeholder",
    "text",
    "title",
];

/// The texts of a parsed file that people would read and that no locale file has.
pub fn own_words(file: &syn::File) -> Vec<String> {
    let mut finder = Finder::default();
    finder.visit_file(file);
    finder.found
}

/// Letters that a person would read: what stands in braces is put in from elsewhere.
fn has_letters(text: &str) -> bool {
    let mut depth = 0_u32;
    let mut found = false;
    for letter in text.replace("{{", "").replace("}}", "").chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => found |= depth == 0 && letter.is_alphabetic(),
        }
    }
    found
}

#[derive(Default)]
struct Finder {
    found: Vec<String>,
}

impl<'a> Visit<'a> for Finder {
    fn visit_macro(&mut self, called: &'a syn::Macro) {
        let is_rsx = called.path.segments.last().is_some_and(|name| name.ident == "rsx");
        let walked = if is_rsx {
            (|input: ParseStream| self.children(input)).parse2(called.tokens.clone())
        } else {
            (|input: ParseStream| self.code(input, false)).parse2(called.tokens.clone())
        };
        if let Err(error) = walked {
            self.found.push(format!("cannot be read: {error}"));
        }
    }

    fn visit_lit_str(&mut self, text: &'a LitStr) {
        self.foreign(text);
    }

    /// Documentation is for those who read the source.
    fn visit_attribute(&mut self, _: &'a syn::Attribute) {}

    /// Tests are not the interface.
    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        let tests = |attribute: &syn::Attribute| {
            attribute.path().is_ident("cfg")
                && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "test")
        };
        if !module.attrs.iter().any(tests) {
            syn::visit::visit_item_mod(self, module);
        }
    }
}

impl Finder {
    fn spoken(&mut self, text: &LitStr) {
        if has_letters(&text.value()) {
            self.found.push(text.value());
        }
    }

    /// No Vietnamese anywhere: names of fields, ids and classes are ASCII.
    fn foreign(&mut self, text: &LitStr) {
        if text.value().chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii()) {
            self.found.push(text.value());
        }
    }

    /// What stands between the braces of an element, or of `rsx!` itself.
    fn children(&mut self, input: ParseStream) -> syn::Result<()> {
        while !input.is_empty() {
            let is_named = input.peek2(Token![:]) && !input.peek2(Token![::]);
            if input.peek(LitStr) {
                let text: LitStr = input.parse()?;
                if is_named {
                    input.parse::<Token![:]>()?;
                    self.value(input, false)?;
                } else {
                    self.spoken(&text);
                }
            } else if is_named && input.peek(Ident::peek_any) {
                let name = Ident::parse_any(input)?.unraw().to_string();
                input.parse::<Token![:]>()?;
                self.value(input, SPOKEN.contains(&name.as_str()))?;
            } else if input.peek(Token![match]) {
                self.until_brace(input)?;
                let arms;
                braced!(arms in input);
                self.code(&arms, false)?;
            } else if input.peek(token::Brace) {
                // An expression: a text where it makes no elements.
                let expression;
                braced!(expression in input);
                let makes_elements = contains_rsx(&expression.fork())?;
                self.code(&expression, !makes_elements)?;
            } else if input.peek(Ident::peek_any) {
                // An element, a component, `if`, `else`, `for`: what comes up to its braces is code.
                self.until_brace(input)?;
                if input.peek(token::Brace) {
                    let inside;
                    braced!(inside in input);
                    self.children(&inside)?;
                }
            } else {
                skip(input)?;
            }
        }
        Ok(())
    }

    /// An attribute's value, up to the comma that ends it.
    fn value(&mut self, input: ParseStream, is_spoken: bool) -> syn::Result<()> {
        while !input.is_empty() && !input.peek(Token![,]) {
            self.step(input, is_spoken)?;
        }
        Ok(())
    }

    /// What comes before an element's or a statement's braces, or before the comma after an attribute named as its value.
    fn until_brace(&mut self, input: ParseStream) -> syn::Result<()> {
        while !input.is_empty() && !input.peek(token::Brace) && !input.peek(Token![,]) {
            self.step(input, false)?;
        }
        Ok(())
    }

    /// Rust code. Where its texts are spoken, each of them counts.
    fn code(&mut self, input: ParseStream, is_spoken: bool) -> syn::Result<()> {
        while !input.is_empty() {
            self.step(input, is_spoken)?;
        }
        Ok(())
    }

    /// One token of code, and what is inside of it.
    fn step(&mut self, input: ParseStream, is_spoken: bool) -> syn::Result<()> {
        let inside;
        if input.peek(Ident::peek_any) && input.peek2(Token![!]) && input.peek3(token::Brace) {
            let name = Ident::parse_any(input)?;
            input.parse::<Token![!]>()?;
            braced!(inside in input);
            return if name == "rsx" { self.children(&inside) } else { self.code(&inside, is_spoken) };
        }
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            if is_spoken {
                self.spoken(&text);
            } else {
                self.foreign(&text);
            }
            return Ok(());
        }
        if input.peek(token::Brace) {
            braced!(inside in input);
        } else if input.peek(token::Paren) {
            parenthesized!(inside in input);
        } else if input.peek(token::Bracket) {
            bracketed!(inside in input);
        } else {
            return skip(input);
        }
        self.code(&inside, is_spoken)
    }
}

/// Goes past one token.
fn skip(input: ParseStream) -> syn::Result<()> {
    input.step(|cursor| {
        let next = cursor.token_tree().map(|(_, next)| ((), next));
        next.ok_or_else(|| cursor.error("something more"))
    })
}

/// Whether code makes elements somewhere. The input is a fork: it is used up.
fn contains_rsx(input: ParseStream) -> syn::Result<bool> {
    let tokens = input.step(|cursor| {
        let mut rest = *cursor;
        let mut found = false;
        while let Some((tree, next)) = rest.token_tree() {
            found |= tree.to_string().contains("rsx !") || tree.to_string().contains("rsx!");
            found |= tree.to_string() == "rsx";
            rest = next;
        }
        Ok((found, rest))
    })?;
    Ok(tokens)
}
