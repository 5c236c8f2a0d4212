//! A form as a screen shows it.

use std::collections::BTreeMap;

use cds_wire::Sensitive;
use cds_wire::form::{FieldKind, ValueSource, Words};
use cds_wire::ipc::{FieldView, FormView, OptionView, RowView, SectionView};

use crate::answers::{self, MAX_ROWS};
use crate::definition::Field;
use crate::engine::{At, Cell, DEFAULT_ROWS, Filled};
use crate::form::{Form, Placed};
use crate::units::Unit;

impl Filled<'_> {
    /// All that a screen needs: what applies, in order, with answers, options and problems. `sources` says of answers that
    /// nobody typed where they come from.
    pub fn view(&self, sources: &BTreeMap<String, ValueSource>) -> FormView {
        let definition = self.form.definition();
        let sections = definition.sections.iter().enumerate().map(|(position, section)| SectionView {
            name: section.name.clone(),
            title: section.title.clone(),
            hint: section.hint.clone(),
            fields: self.fields(sources, |placed| placed.section == position && placed.group.is_none(), None),
        });
        FormView {
            form: self.form.form_ref(),
            title: definition.title.clone(),
            sections: sections.filter(|section| !section.fields.is_empty()).collect(),
            declaration: definition.declaration.clone(),
            problems: self.problems(),
        }
    }

    fn fields(
        &self,
        sources: &BTreeMap<String, ValueSource>,
        belongs: impl Fn(&Placed) -> bool,
        row: Option<usize>,
    ) -> Vec<FieldView> {
        let fields = self.form.fields.iter().enumerate().filter(|(_, placed)| belongs(placed));
        let applying = fields.filter_map(|(position, placed)| {
            let cell = self.cells.get(&(position, row)).filter(|cell| cell.applies)?;
            Some(self.field(sources, (position, row), placed, cell))
        });
        applying.collect()
    }

    fn field(&self, sources: &BTreeMap<String, ValueSource>, at: At, placed: &Placed, cell: &Cell) -> FieldView {
        let (name, field) = (self.name(at), &placed.field);
        let is = |kind: FieldKind| field.kind == kind;
        // The words of an option are in both languages among the options.
        let shown =
            cell.shown.as_ref().filter(|shown| !is(FieldKind::Select) && !is(FieldKind::Radio) && **shown != cell.text);
        let paper = is(FieldKind::File).then(|| Form::paper_name(field).to_owned());
        let rows = if is(FieldKind::Group) { self.rows.get(&at.0).copied().unwrap_or(0) } else { 0 };
        let of_row =
            |row: usize| RowView { fields: self.fields(sources, |other| other.group == Some(at.0), Some(row)) };
        FieldView {
            kind: field.kind,
            label: field.label.clone(),
            hint: field.hint.clone(),
            required: field.required,
            value: Sensitive::new(cell.text.clone()),
            shown: shown.cloned().map(Sensitive::new),
            source: sources.get(&name).copied().filter(|_| !cell.text.is_empty()),
            problems: cell.problems.clone(),
            options: self.options(at, placed),
            max_length: is(FieldKind::Text).then(|| field.max_length.unwrap_or(crate::engine::DEFAULT_LENGTH)),
            multiline: field.multiline,
            format: field.format,
            rows: (0..rows).map(of_row).collect(),
            max_rows: is(FieldKind::Group).then(|| field.max_rows.unwrap_or(DEFAULT_ROWS)),
            next_row: is(FieldKind::Group).then(|| self.next_row(at.0, field, rows)).flatten(),
            originals: 0,
            copies: 0,
            group: None,
            attached: paper.as_deref().and_then(|paper| self.attached(paper)).cloned(),
            paper,
            name,
        }
    }

    /// The name of the first answer in the row after those that a group has, unless it has as many as it takes.
    fn next_row(&self, group: usize, field: &Field, rows: usize) -> Option<String> {
        let most = usize::try_from(field.max_rows.unwrap_or(DEFAULT_ROWS)).unwrap_or(MAX_ROWS).min(MAX_ROWS);
        let mut typed = self.form.of_group(group).filter(|(_, placed)| placed.field.kind != FieldKind::Computed);
        let (_, first) = typed.next().filter(|_| rows < most)?;
        Some(answers::in_row(&field.name, rows, &first.field.name))
    }

    fn options(&self, (_, row): At, placed: &Placed) -> Vec<OptionView> {
        let of_units = |units: &[Unit]| {
            let option = |unit: &Unit| OptionView {
                value: unit.0.clone(),
                label: Words { vi: unit.1.clone(), en: String::new() },
            };
            units.iter().map(option).collect()
        };
        match placed.field.kind {
            FieldKind::Select | FieldKind::Radio => {
                let choices = self.form.choices(&placed.field).iter();
                choices.map(|choice| OptionView { value: choice.value.clone(), label: choice.label.clone() }).collect()
            }
            FieldKind::Province => of_units(self.situation.units.provinces()),
            FieldKind::Commune => {
                let parent = placed.field.parent.as_deref().unwrap_or_default();
                let province = self.seen(parent, placed.group, row).map_or("", |(_, cell)| cell.text.as_str());
                of_units(self.situation.units.communes(province).unwrap_or_default())
            }
            _ => Vec::new(),
        }
    }
}
