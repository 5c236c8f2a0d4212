//! The peer: `zbarimg` of Debian's package zbar-tools.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The texts that it reads from each file, in one call. It looks for QR codes alone, as we do.
pub fn read(files: &[PathBuf]) -> Result<HashMap<PathBuf, Vec<String>>> {
    let mut zbar = Command::new("zbarimg");
    let output = zbar
        .args(["--quiet", "--xml", "-Sdisable", "-Sqrcode.enable"])
        .args(files)
        .output()
        .context("zbarimg is missing: install the package zbar-tools")?;
    // 4: some files hold no code.
    if !matches!(output.status.code(), Some(0 | 4)) {
        bail!("zbarimg failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let read = parse(&String::from_utf8(output.stdout).context("zbarimg writes UTF-8")?)?;
    for file in files {
        if !read.contains_key(file) {
            bail!("zbarimg passed over {}", file.display());
        }
    }
    Ok(read)
}

pub fn version() -> Result<String> {
    let output = Command::new("zbarimg").arg("--version").output().context("zbarimg is missing")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Its XML: `<source href='FILE'>`, and in it the texts as `<![CDATA[…]]>`.
fn parse(xml: &str) -> Result<HashMap<PathBuf, Vec<String>>> {
    let mut read = HashMap::new();
    for source in xml.split("<source href='").skip(1) {
        let (file, rest) = source.split_once('\'').context("a source without its end")?;
        let texts = rest.split("<![CDATA[").skip(1).map(|data| {
            let (text, _) = data.split_once("]]>").context("a text without its end")?;
            Ok(text.to_owned())
        });
        read.insert(Path::new(file).to_owned(), texts.collect::<Result<_>>()?);
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_their_file_and_files_without_any_too() {
        let xml = "<barcodes xmlns='http://zbar.sourceforge.net/2008/barcode'>\n\
            <source href='/tmp/1.pgm'>\n<index num='0'>\n<symbol type='QR-Code' quality='1' orientation='UP'>\
            <polygon points='+1,1'/><data><![CDATA[CDS1:A <B]]></data></symbol>\n</index>\n</source>\n\
            <source href='/tmp/2.pgm'>\n</source>\n</barcodes>";
        let read = parse(xml).expect("XML");
        assert_eq!(read[Path::new("/tmp/1.pgm")], ["CDS1:A <B"]);
        assert!(read[Path::new("/tmp/2.pgm")].is_empty());
        assert_eq!(read.len(), 2);
    }
}
