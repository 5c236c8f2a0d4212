//! The commands of the interface, one line each.

use cds_core::App;
use cds_wire::ipc::{self, AppError, Command};
use tauri::State;
use tauri::ipc::Invoke;

use crate::Shell;

/// Makes a Tauri command of each line, typed by the command of `cds_wire`, and registers them all.
macro_rules! commands {
    ($($function:ident: $command:ident = $work:expr;)+) => {
        $(
            #[tauri::command]
            async fn $function(
                shell: State<'_, Shell>,
                args: <ipc::$command as Command>::Args,
            ) -> Result<<ipc::$command as Command>::Output, AppError> {
                let work: fn(&App, <ipc::$command as Command>::Args) -> Result<_, cds_core::Error> = $work;
                shell.call(work, args).await
            }
        )+

        /// What Tauri calls for every command of the interface.
        pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($function),+]
        }

        /// Under which name each function is registered, and the name its type has.
        #[cfg(test)]
        const REGISTERED: &[(&str, &str)] = &[$((stringify!($function), <ipc::$command as Command>::NAME)),+];
    };
}

commands! {
    status: Status = |app, ()| app.status();
    set_language: SetLanguage = |app, args| app.set_language(args.language);
    request_otp: RequestOtp = |app, args| app.request_otp(&args);
    sign_in: SignIn = |app, args| app.sign_in(&args);
    create_vault: CreateVault = |app, args| app.create_vault(&args.secret);
    unlock: Unlock = |app, args| app.unlock(&args.secret);
    lock: Lock = |app, ()| app.lock();
    dossiers: Dossiers = |app, ()| app.dossiers();
    sync: Sync = |app, ()| app.sync();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_of_the_wire_is_registered_exactly_once_under_its_own_name() {
        for (registered, name) in REGISTERED {
            assert_eq!(registered, name);
        }
        let mut registered: Vec<&str> = REGISTERED.iter().map(|(registered, _)| *registered).collect();
        let mut declared = ipc::COMMAND_NAMES.to_vec();
        registered.sort_unstable();
        declared.sort_unstable();
        assert_eq!(registered, declared);
    }

    #[test]
    fn the_window_may_call_these_commands_and_nothing_else() {
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../tauri.conf.json")).expect("the configuration is JSON");
        let capabilities = config.pointer("/app/security/capabilities").expect("capabilities stand inline");
        let permissions = capabilities.pointer("/0/permissions").and_then(|list| list.as_array()).expect("a list");
        let allowed: Vec<&str> = permissions.iter().filter_map(|permission| permission.as_str()).collect();
        let expected: Vec<String> =
            ipc::COMMAND_NAMES.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
        assert_eq!(allowed, expected);
        assert!(capabilities.pointer("/1").is_none(), "there is one capability");
    }
}
