//! Schemas that no derive gives, for the portal's OpenAPI document.

use serde::Serialize;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

use crate::dossier::DossierStatus;

/// The schema of a closed set: its codes, with what each means in the description.
pub(crate) fn codes<T: Serialize>(doc: &str, codes: &[(T, &str)]) -> RefOr<Schema> {
    let mut description = doc.trim().to_owned();
    let mut values = Vec::with_capacity(codes.len());
    for (code, meaning) in codes {
        let Ok(serde_json::Value::String(code)) = serde_json::to_value(code) else { continue };
        description.push_str(&format!("\n- `{code}`: {}", meaning.trim()));
        values.push(code);
    }
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).description(Some(description)).into()
}

impl utoipa::PartialSchema for DossierStatus {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .enum_values(Some(Self::ALL.map(Self::number)))
            .description(Some(
                "Where a dossier stands: the ten statuses of the national dossier system.\n\
                 - 1 Mới đăng ký\n- 2 Được tiếp nhận\n- 3 Không được tiếp nhận\n- 4 Đang xử lý\n\
                 - 5 Yêu cầu bổ sung giấy tờ\n- 6 Yêu cầu thực hiện nghĩa vụ tài chính\n\
                 - 7 Công dân yêu cầu rút hồ sơ\n- 8 Dừng xử lý\n- 9 Đã xử lý xong\n- 10 Đã trả kết quả",
            ))
            .into()
    }
}

impl utoipa::ToSchema for DossierStatus {}
