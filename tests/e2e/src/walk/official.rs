//! A procedure's own form: begun, wrong, mended and looked over.

use anyhow::Result;

use super::{OFFICIAL, Screen, Walk};
use crate::{Shown, Window};

impl<V> Walk<V>
where
    V: AsyncFnMut(&Window, &Screen, &str) -> Result<()>,
{
    /// The draft is deleted at the end: this walk files others.
    pub(super) async fn official(&mut self, window: &Window) -> Result<()> {
        window.find_procedure(OFFICIAL).await?;
        window.click("file").await?;
        self.at(window, "official", "#field-hoten", Shown::Message("form-source-profile")).await?;
        window.choose("field-tinhTT", "04").await?;
        window.wait("select#field-xaTT option:nth-child(3)").await?;
        window.choose("field-loaicho", "thue").await?;
        window.type_into("field-tienthue", "1.500.000").await?;
        window.type_into("field-denngay", "31/02/2027").await?;
        window.click("add-thanhvien").await?;
        window.wait("#field-thanhvien-0-hoten").await?;
        window.type_into("field-thanhvien-0-hoten", "Lý Thị Mai").await?;
        self.at(window, "official-row", "#remove-thanhvien-0", Shown::Message("problem-date-impossible")).await?;
        window.click("remove-thanhvien-0").await?;
        self.at(window, "official-row-remove", "#remove-thanhvien-0-yes", Shown::Message("form-row-remove-yes"))
            .await?;
        window.click("remove-thanhvien-0-no").await?;
        window.click("review").await?;
        self.at(window, "official-blocked", "#mend-0", Shown::Message("preflight-blocked")).await?;

        let second = "return document.querySelector('#field-xaTT').options[2].value";
        let commune = window.ask(second).await?;
        window.choose("field-xaTT", commune.as_str().unwrap_or_default()).await?;
        let answers = [
            ("diachiTT", "Số 7, xóm Lũng Đẩy"),
            ("tungay", "01/12/2026"),
            ("denngay", "30/11/2027"),
            ("thanhvien-0-ngaysinh", "1965"),
            ("thanhvien-0-quanhe", "Mẹ"),
        ];
        for (field, answer) in answers {
            window.type_into(&format!("field-{field}"), answer).await?;
        }
        window.click("field-laChuHo-YES").await?;
        window.click("field-thanhvien-0-gioitinh-2").await?;
        window.click("attach-file-0").await?;
        window.wait("#detach-0").await?;
        self.at(window, "official-filled", "#detach-0", Shown::Message("preflight-clear")).await?;
        window.click("review").await?;
        self.at(window, "official-review", "#confirm", Shown::Message("declaration-title")).await?;
        window.click("edit").await?;
        window.click("delete-draft").await?;
        window.click("delete-draft-yes").await?;
        window.wait_gone("#field-hoten").await
    }
}
