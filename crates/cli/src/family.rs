//! `cds family`: dependants under the citizen's account.

use cds_core::App;
use cds_wire::Sensitive;
use cds_wire::ipc::AddDependantArgs;

use crate::arguments::Family;
use crate::output::{Failure, Output};

pub(crate) fn family(app: &App, act: Option<&Family>, output: Output) -> Result<(), Failure> {
    match act {
        None => output.family(&app.family()?),
        Some(Family::Add { name, birth, sex, relation, number, consent }) => {
            let added = app.add_dependant(&AddDependantArgs {
                name: name.as_str().into(),
                birth_date: birth.as_str().into(),
                sex: Sensitive::new(*sex),
                personal_number: number.as_deref().map(Sensitive::from),
                relation: *relation,
                consent: *consent,
            })?;
            output.saved(&added)
        }
        Some(Family::Remove { id }) => Ok(app.remove_dependant(id)?),
    }
}
