//! Compilers and headers for C code of other systems, made of zig and of what Debian has.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Target;
use crate::setup::tool;
use crate::shell::target_dir;

/// The variables under which build scripts find compilers and headers for these targets.
pub(super) fn environment(targets: &[&Target]) -> Result<Vec<(String, OsString)>> {
    let tools = std::path::absolute(target_dir())?.join("tools");
    let python = std::path::absolute(tool("python"))?;
    let mut variables = vec![
        ("OPENSSL_NO_VENDOR".to_owned(), "1".into()),
        ("OPENSSL_LIB_DIR".to_owned(), openssl_libraries().into_os_string()),
        ("OPENSSL_INCLUDE_DIR".to_owned(), openssl_headers(&tools)?.into_os_string()),
    ];
    let mut programs = Vec::new();
    for Target { triple, zig, .. } in targets {
        let folder = tools.join(triple);
        fs::create_dir_all(&folder)?;
        let name = triple.replace('-', "_");
        let cc = script(&folder.join("cc"), &c_compiler(&python, zig, &folder.join("include")))?;
        let ar = script(&folder.join("ar"), &format!("#!/bin/sh\nexec '{}' -m ziglang ar \"$@\"\n", python.display()))?;
        variables.push((format!("CC_{name}"), cc.clone().into_os_string()));
        variables.push((format!("AR_{name}"), ar.into_os_string()));
        if triple.contains("android") {
            variables.extend(android(&folder)?);
        }
        if triple.contains("apple") {
            apple_headers(&folder.join("include"))?;
            programs.push(xcrun(&folder)?);
        }
        if triple.contains("windows") {
            programs.push(windres(&folder, &cc)?);
        }
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = programs.into_iter().chain(std::env::split_paths(&path));
    variables.push(("PATH".to_owned(), std::env::join_paths(folders).context("PATH cannot be extended")?));
    Ok(variables)
}

/// zig's C compiler behind the arguments that `cc` gives to Clang of the platform's own makers.
fn c_compiler(python: &Path, zig: &str, include: &Path) -> String {
    format!(
        r#"#!/bin/sh
left=$#
skip=no
while [ "$left" -gt 0 ]; do
    argument=$1
    shift
    left=$((left - 1))
    if [ "$skip" = yes ]; then
        skip=no
        continue
    fi
    case "$argument" in
        --target=* | -DANDROID | -miphoneos-version-min=* | -mios-version-min=*) ;;
        -arch | -isysroot | -target) skip=yes ;;
        -std=c11) set -- "$@" -std=gnu11 ;;
        *) set -- "$@" "$argument" ;;
    esac
done
exec '{}' -m ziglang cc -target {zig} -isystem '{}' "$@"
"#,
        python.display(),
        include.display()
    )
}

fn android(folder: &Path) -> Result<Vec<(String, OsString)>> {
    let kotlin = folder.join("kotlin");
    fs::create_dir_all(&kotlin)?;
    Ok(vec![
        ("WRY_ANDROID_PACKAGE".to_owned(), "vn.congdanso.app".into()),
        ("WRY_ANDROID_LIBRARY".to_owned(), "congdanso_lib".into()),
        ("WRY_ANDROID_KOTLIN_FILES_OUT_DIR".to_owned(), kotlin.into_os_string()),
        ("TAURI_ANDROID_PACKAGE_NAME_APP_NAME".to_owned(), "app".into()),
        ("TAURI_ANDROID_PACKAGE_NAME_PREFIX".to_owned(), "vn_congdanso".into()),
    ])
}

/// Headers of Apple's that zig does not carry and SQLite includes: logging that logs nothing.
fn apple_headers(include: &Path) -> Result<()> {
    let log = "#pragma once\n#define OS_LOG_DEFAULT 0\n#define os_log_create(...) 0\n#define os_log(...) ((void)0)\n\
               #define os_log_error(...) ((void)0)\n#define os_log_debug(...) ((void)0)\n\
               #define os_log_info(...) ((void)0)\n#define os_log_fault(...) ((void)0)\ntypedef void *os_log_t;\n";
    fs::create_dir_all(include.join("os"))?;
    write_if_changed(&include.join("os/log.h"), log)
}

/// A folder with a resource compiler that lets zig do the preprocessing, for which MinGW's wants a GCC.
fn windres(folder: &Path, cc: &Path) -> Result<PathBuf> {
    let windres = "x86_64-w64-mingw32-windres";
    let text = format!(
        "#!/bin/sh\nexec /usr/bin/{windres} --preprocessor='{}' --preprocessor-arg=-E --preprocessor-arg=-xc \
         --preprocessor-arg=-DRC_INVOKED \"$@\"\n",
        cc.display()
    );
    program(folder, windres, &text)
}

/// A folder with an `xcrun` that answers where a kit lies, without there being one.
fn xcrun(folder: &Path) -> Result<PathBuf> {
    let answers = format!(
        "#!/bin/sh\ncase \"$*\" in\n*--show-sdk-version*) echo 18.0 ;;\n*--show-sdk-path*) echo '{}' ;;\nesac\n",
        folder.display()
    );
    program(folder, "xcrun", &answers)
}

fn program(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let bin = folder.join("bin");
    fs::create_dir_all(&bin)?;
    script(&bin.join(name), text)?;
    Ok(bin)
}

/// Debian keeps OpenSSL's headers in two places; a folder of its own holds nothing else of the host's.
fn openssl_headers(folder: &Path) -> Result<PathBuf> {
    let include = folder.join("openssl-include");
    let headers = include.join("openssl");
    fs::create_dir_all(&headers)?;
    let multiarch = PathBuf::from("/usr/include").join(host_multiarch()).join("openssl");
    for source in [PathBuf::from("/usr/include/openssl"), multiarch] {
        for entry in
            fs::read_dir(&source).with_context(|| format!("{} is missing: install libssl-dev", source.display()))?
        {
            let file = entry?.path();
            let name = file.file_name().context("a header has a name")?;
            write_if_changed(&headers.join(name), &fs::read_to_string(&file)?)?;
        }
    }
    Ok(include)
}

fn openssl_libraries() -> PathBuf {
    PathBuf::from("/usr/lib").join(host_multiarch())
}

fn host_multiarch() -> String {
    format!("{}-linux-gnu", std::env::consts::ARCH)
}

fn script(path: &Path, text: &str) -> Result<PathBuf> {
    write_if_changed(path, text)?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(path.to_owned())
}

/// Leaves a file's time alone where nothing changed, so that build scripts do not run again.
fn write_if_changed(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
