//! The layer itself: SQLite's table of calls, each counted, remembered, and handed on to the system's own.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use rusqlite::ffi;

use crate::image::{Change, Image};
use crate::state::{State, Step};
use crate::{NoDisk, lock};

/// The system's own layer, and a copy of it with our calls.
struct Layers {
    system: *mut ffi::sqlite3_vfs,
}

// SAFETY: the pointer is to SQLite's own static, which it registers for good and hands to every thread.
unsafe impl Send for Layers {}
// SAFETY: as above; nothing is changed through it.
unsafe impl Sync for Layers {}

static LAYERS: OnceLock<Result<Layers, c_int>> = OnceLock::new();
static DISKS: Mutex<Vec<(PathBuf, Arc<Mutex<State>>)>> = Mutex::new(Vec::new());

/// Puts the layer in place, once, as the default.
pub(crate) fn install() -> Result<(), NoDisk> {
    let installed = LAYERS.get_or_init(|| {
        // SAFETY: SQLite initialises itself; the answer is null or a layer that stays registered.
        let system = unsafe { ffi::sqlite3_vfs_find(std::ptr::null()) };
        // SAFETY: it is not null here, and plain data.
        let mut ours = *unsafe { system.as_ref() }.ok_or(ffi::SQLITE_NOTFOUND)?;
        ours.szOsFile += size_of::<Handle>() as c_int;
        ours.pNext = std::ptr::null_mut();
        ours.zName = c"cds-faults".as_ptr();
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        // SAFETY: the table lives for ever, and its other calls are the system's, which know their own data by it.
        match unsafe { ffi::sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1) } {
            ffi::SQLITE_OK => Ok(Layers { system }),
            code => Err(code),
        }
    });
    installed.as_ref().map(|_| ()).map_err(|code| NoDisk::Refused(*code))
}

pub(crate) fn watch(folder: PathBuf, state: Arc<Mutex<State>>) {
    lock(&DISKS).push((folder, state));
}

pub(crate) fn unwatch(folder: &Path) {
    lock(&DISKS).retain(|(watched, _)| watched != folder);
}

fn disk_of(path: &Path) -> Option<Arc<Mutex<State>>> {
    lock(&DISKS).iter().find(|(folder, _)| path.starts_with(folder)).map(|(_, state)| Arc::clone(state))
}

fn system() -> *mut ffi::sqlite3_vfs {
    match LAYERS.get() {
        Some(Ok(layers)) => layers.system,
        _ => std::ptr::null_mut(),
    }
}

/// A watched file as SQLite holds it; the system's own follows in the same memory.
#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    watched: *mut Watched,
}

struct Watched {
    disk: Arc<Mutex<State>>,
    path: PathBuf,
}

/// The system's file behind ours.
///
/// # Safety
/// `file` must come from [`open`].
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: `install` asked for this much room before the system's file.
    unsafe { file.cast::<u8>().add(size_of::<Handle>()).cast() }
}

/// # Safety
/// `file` must come from [`open`] and not be closed yet.
unsafe fn watched<'a>(file: *mut ffi::sqlite3_file) -> &'a Watched {
    // SAFETY: `open` put a box there, which `close` takes away.
    unsafe { &*(*file.cast::<Handle>()).watched }
}

/// Calls the system's file: `real!(file, xRead(arguments))`.
macro_rules! real {
    ($file:ident, $call:ident($($argument:expr),*)) => {{
        // SAFETY: the file comes from `open`, so the system's file behind it is open, with all calls of its second version.
        unsafe {
            let real = real($file);
            match (*(*real).pMethods).$call {
                Some(call) => call(real $(, $argument)*),
                None => ffi::SQLITE_IOERR,
            }
        }
    }};
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: the system's layer stays registered.
    let Some(system_open) = (unsafe { (*system()).xOpen }) else { return ffi::SQLITE_CANTOPEN };
    let found = path_of(name).and_then(|path| Some((disk_of(&path)?, path)));
    let Some((disk, path)) = found else {
        // SAFETY: what SQLite gave us, with more room than the system's file needs.
        return unsafe { system_open(system(), name, file, flags, out_flags) };
    };
    // SAFETY: SQLite gave us room for a handle and the system's file.
    unsafe { (*file).pMethods = std::ptr::null() };
    let mut state = lock(&disk);
    if state.off {
        return ffi::SQLITE_CANTOPEN;
    }
    let before = std::fs::read(&path).ok();
    let is_new = before.is_none();
    let image = state.files.entry(path.clone()).or_insert_with(|| Image::of(before.clone()));
    if image.handles == 0 && image.seen() != before {
        // Somebody has put another file in its place.
        *image = Image::of(before);
    }
    // SAFETY: as above.
    let code = unsafe { system_open(system(), name, real(file), flags, out_flags) };
    if code != ffi::SQLITE_OK {
        return code;
    }
    if is_new {
        image.note(Change::Create);
    }
    image.handles += 1;
    drop(state);
    let handle = Handle {
        base: ffi::sqlite3_file { pMethods: &raw const METHODS },
        watched: Box::into_raw(Box::new(Watched { disk, path })),
    };
    // SAFETY: the memory is SQLite's for this file, large enough and aligned to 8.
    unsafe { file.cast::<Handle>().write(handle) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    let found = path_of(name).and_then(|path| Some((disk_of(&path)?, path)));
    let delete = || {
        // SAFETY: the system's layer stays registered; the name is SQLite's.
        unsafe { (*system()).xDelete.map_or(ffi::SQLITE_IOERR, |delete| delete(system(), name, sync_folder)) }
    };
    let Some((disk, path)) = found else { return delete() };
    let mut state = lock(&disk);
    let step = state.step();
    if step == Step::Dark {
        if !state.off {
            state.image(&path).note(Change::Delete);
        }
        state.go_dark();
        return ffi::SQLITE_IOERR_DELETE;
    }
    let code = delete();
    if code == ffi::SQLITE_OK {
        let image = state.image(&path);
        image.note(Change::Delete);
        if sync_folder != 0 {
            image.sync();
        }
    }
    code
}

fn path_of(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    // SAFETY: SQLite's names end with a zero.
    let name = unsafe { CStr::from_ptr(name) };
    name.to_str().ok().map(PathBuf::from)
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    // The second version: with shared memory, which WAL needs, and without mapped files.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(take_lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let code = real!(file, xClose());
    // SAFETY: SQLite closes each file once.
    let watched = unsafe { Box::from_raw((*file.cast::<Handle>()).watched) };
    let mut state = lock(&watched.disk);
    let image = state.image(&watched.path);
    image.handles = image.handles.saturating_sub(1);
    code
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, length: c_int, offset: i64) -> c_int {
    // SAFETY: the file comes from `open`.
    if lock(&unsafe { watched(file) }.disk).off {
        return ffi::SQLITE_IOERR_READ;
    }
    real!(file, xRead(into, length, offset))
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, length: c_int, offset: i64) -> c_int {
    // SAFETY: the file comes from `open`.
    let watched = unsafe { watched(file) };
    // SAFETY: SQLite says how much there is.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(length).unwrap_or(0)) };
    let change = Change::Write { offset: u64::try_from(offset).unwrap_or(0), bytes: bytes.to_vec() };
    watched.change(change, ffi::SQLITE_IOERR_WRITE, || real!(file, xWrite(from, length, offset)))
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    let change = Change::Truncate(u64::try_from(size).unwrap_or(0));
    // SAFETY: the file comes from `open`.
    unsafe { watched(file) }.change(change, ffi::SQLITE_IOERR_TRUNCATE, || real!(file, xTruncate(size)))
}

impl Watched {
    fn change(&self, change: Change, error: c_int, go: impl FnOnce() -> c_int) -> c_int {
        let mut state = lock(&self.disk);
        match state.step() {
            Step::Dark => {
                if !state.off {
                    state.image(&self.path).note(change);
                }
                state.go_dark();
                error
            }
            Step::NoRoom if matches!(change, Change::Write { .. }) => {
                state.failed = true;
                ffi::SQLITE_FULL
            }
            Step::Goes | Step::NoRoom => {
                let code = go();
                if code == ffi::SQLITE_OK {
                    state.image(&self.path).note(change);
                }
                code
            }
        }
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the file comes from `open`.
    let watched = unsafe { watched(file) };
    let mut state = lock(&watched.disk);
    if state.step() == Step::Dark {
        state.go_dark();
        return ffi::SQLITE_IOERR_FSYNC;
    }
    // The real disk need not be waited for: no real power is cut.
    let _ = flags;
    state.sync(&watched.path);
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: the file comes from `open`.
    if lock(&unsafe { watched(file) }.disk).off {
        return ffi::SQLITE_IOERR_FSTAT;
    }
    real!(file, xFileSize(size))
}

unsafe extern "C" fn take_lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    real!(file, xLock(level))
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    real!(file, xUnlock(level))
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, is_held: *mut c_int) -> c_int {
    real!(file, xCheckReservedLock(is_held))
}

unsafe extern "C" fn file_control(file: *mut ffi::sqlite3_file, what: c_int, argument: *mut c_void) -> c_int {
    real!(file, xFileControl(what, argument))
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    real!(file, xSectorSize())
}

unsafe extern "C" fn device_characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    real!(file, xDeviceCharacteristics())
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    at: *mut *mut c_void,
) -> c_int {
    real!(file, xShmMap(page, size, extend, at))
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    real!(file, xShmLock(offset, count, flags))
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: as in `real!`; this one has no answer.
    unsafe {
        let real = real(file);
        if let Some(barrier) = (*(*real).pMethods).xShmBarrier {
            barrier(real);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    real!(file, xShmUnmap(delete))
}
