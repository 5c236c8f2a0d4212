//! In which order fields follow from each other.

use crate::definition::{Definition, Field};
use crate::fault::{Fault, FaultKind};
use crate::form::{Placed, looked_at, resolve, resolve_many};

/// Positions of the fields, each after those that it follows from: what its condition, its group's and its section's look
/// at, what it is computed from, the province of a commune. The fault where that goes round in a circle.
pub(crate) fn order(definition: &Definition, fields: &[Placed]) -> Result<Vec<usize>, Fault> {
    let mut walk = Walk { definition, fields, state: vec![State::New; fields.len()], order: Vec::new() };
    for position in 0..fields.len() {
        walk.visit(position, &mut Vec::new())?;
    }
    Ok(walk.order)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

struct Walk<'a> {
    definition: &'a Definition,
    fields: &'a [Placed],
    state: Vec<State>,
    order: Vec<usize>,
}

impl Walk<'_> {
    /// As deep as there are fields, of which there are few hundred.
    fn visit(&mut self, position: usize, open: &mut Vec<usize>) -> Result<(), Fault> {
        match self.state.get(position) {
            None | Some(State::Done) => return Ok(()),
            Some(State::Open) => return Err(self.cycle(position, open)),
            Some(State::New) => {}
        }
        self.set(position, State::Open);
        open.push(position);
        for next in self.follows_from(position) {
            self.visit(next, open)?;
        }
        open.pop();
        self.set(position, State::Done);
        self.order.push(position);
        Ok(())
    }

    fn set(&mut self, position: usize, state: State) {
        if let Some(at) = self.state.get_mut(position) {
            *at = state;
        }
    }

    fn follows_from(&self, position: usize) -> Vec<usize> {
        let Some(placed) = self.fields.get(position) else { return Vec::new() };
        let mut sources = Vec::new();
        let mut names = Vec::new();
        if let Some(when) = self.definition.sections.get(placed.section).and_then(|section| section.when.as_ref()) {
            looked_at(when, "", &mut names);
        }
        sources.extend(names.iter().filter_map(|(name, _)| resolve(self.fields, name, None)));
        let Field { when, parent, compute, .. } = &placed.field;
        let mut names = Vec::new();
        if let Some(when) = when {
            looked_at(when, "", &mut names);
        }
        let own = names.iter().map(|(name, _)| *name).chain(parent.as_deref());
        let own = own.chain(compute.as_ref().and_then(|compute| compute.at.as_deref()));
        sources.extend(own.filter_map(|name| resolve(self.fields, name, placed.group)));
        let of = compute.iter().flat_map(|compute| &compute.of);
        sources.extend(of.filter_map(|name| resolve_many(self.fields, name, placed.group)));
        match placed.group {
            // A row is there when its group is; whether the group is filled in follows from its rows.
            Some(group) => {
                let of_group = self.fields.get(group).and_then(|group| group.field.when.as_ref());
                let mut names = Vec::new();
                if let Some(when) = of_group {
                    looked_at(when, "", &mut names);
                }
                sources.extend(names.iter().filter_map(|(name, _)| resolve(self.fields, name, None)));
            }
            None => {
                let members = self.fields.iter().enumerate().filter(|(_, other)| other.group == Some(position));
                sources.extend(members.map(|(member, _)| member));
            }
        }
        sources
    }

    fn cycle(&self, position: usize, open: &[usize]) -> Fault {
        let circle = open.iter().skip_while(|at| **at != position).chain([&position]);
        let circle: Vec<&Placed> = circle.filter_map(|at| self.fields.get(*at)).collect();
        let names = circle.iter().map(|placed| placed.field.name.clone()).collect();
        let path = circle.first().map(|placed| placed.path.clone()).unwrap_or_default();
        Fault { path, kind: FaultKind::Cycle(names) }
    }
}
