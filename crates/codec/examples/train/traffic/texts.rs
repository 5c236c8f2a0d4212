//! What offices and citizens write, in made-up sentences of the usual kind.

use cds_wire::paper::PaperKind;

pub const FAMILY: &[&str] =
    &["Nông", "Hoàng", "Lý", "Triệu", "Bế", "Đàm", "Nguyễn", "Trần", "Lê", "Phạm", "Vi", "Lục", "Hà", "Sầm", "Dương"];
pub const MIDDLE: &[&str] = &["Văn", "Thị", "Đức", "Minh", "Thu", "A", "Thanh", "Hồng", "Quốc", "Ngọc", "Xuân", "Kim"];
pub const GIVEN: &[&str] = &[
    "An", "Bình", "Chung", "Dung", "Đạt", "Giang", "Hà", "Hiền", "Hùng", "Huyền", "Khánh", "Lan", "Linh", "Long",
    "Mai", "Nam", "Nga", "Phương", "Quang", "Sơn", "Thảo", "Trang", "Tuấn", "Yến",
];
pub const PEOPLES: &[&str] = &["Tày", "Nùng", "Mông", "Dao", "Kinh", "Sán Chay", "Lô Lô"];

/// What an office writes beside a status, by its number.
pub const NOTES: &[(u8, &str)] = &[
    (2, "Hồ sơ hợp lệ, đã được tiếp nhận."),
    (2, "Đã tiếp nhận hồ sơ, hẹn trả kết quả theo giấy hẹn."),
    (3, "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan. Đề nghị nộp tại Ủy ban nhân dân cấp xã nơi cư trú."),
    (3, "Không được tiếp nhận: giấy tờ đã hết hiệu lực."),
    (4, "Đã chuyển cơ quan chuyên môn thẩm định."),
    (4, "Đang xác minh thông tin với cơ quan liên quan."),
    (5, "Đề nghị bổ sung bản sao giấy chứng nhận quyền sử dụng đất."),
    (5, "Ảnh chụp giấy tờ bị mờ, không đọc được. Đề nghị chụp lại và gửi bổ sung."),
    (5, "Thông tin họ, chữ đệm, tên trong tờ khai không khớp với thẻ căn cước. Đề nghị kiểm tra lại."),
    (5, "Thiếu giấy tờ chứng minh chỗ ở hợp pháp. Xin bổ sung trong thời hạn 05 ngày làm việc."),
    (5, "Tờ khai thiếu chữ ký của người yêu cầu."),
    (6, "Đề nghị nộp lệ phí 50.000 đ qua Cổng dịch vụ công để hồ sơ được xử lý tiếp."),
    (6, "Phí thẩm định hồ sơ: 120.000 đ."),
    (7, "Công dân yêu cầu rút hồ sơ."),
    (8, "Dừng xử lý theo đề nghị của công dân."),
    (9, "Đã có kết quả. Mời công dân đến bộ phận một cửa nhận kết quả và mang theo thẻ căn cước."),
    (9, "Kết quả đã có tại Trung tâm Phục vụ hành chính công."),
    (10, "Đã trả kết quả cho công dân."),
    (10, "Kết quả điện tử đã được gửi vào kho dữ liệu điện tử của công dân."),
];

/// Offices; the commune's name follows those that end with a space.
pub const OFFICES: &[&str] = &[
    "Trung tâm Phục vụ hành chính công xã ",
    "Trung tâm Phục vụ hành chính công phường ",
    "Công an xã ",
    "Ủy ban nhân dân xã ",
    "Phòng Cảnh sát giao thông, Công an tỉnh Cao Bằng",
    "Sở Nông nghiệp và Môi trường tỉnh Cao Bằng",
    "Sở Tư pháp tỉnh Cao Bằng",
    "Bảo hiểm xã hội tỉnh Cao Bằng",
    "Chi nhánh Văn phòng đăng ký đất đai",
];

/// Kinds of papers with usual names.
pub const PAPERS: &[(PaperKind, &str)] = &[
    (PaperKind::IdentityCard, "Thẻ căn cước"),
    (PaperKind::IdentityCard, "Căn cước mặt trước"),
    (PaperKind::BirthCertificate, "Giấy khai sinh"),
    (PaperKind::DrivingLicence, "Giấy phép lái xe hạng A1"),
    (PaperKind::HealthInsurance, "Thẻ bảo hiểm y tế"),
    (PaperKind::MarriageCertificate, "Giấy chứng nhận kết hôn"),
    (PaperKind::LandCertificate, "Giấy chứng nhận quyền sử dụng đất"),
    (PaperKind::Passport, "Hộ chiếu phổ thông"),
    (PaperKind::Diploma, "Bằng tốt nghiệp trung học phổ thông"),
    (PaperKind::Other, "Giấy chứng sinh"),
    (PaperKind::Other, "Xác nhận thông tin về cư trú"),
    (PaperKind::Other, "Giấy xác nhận tình trạng hôn nhân"),
    (PaperKind::Other, "Giấy khám sức khỏe"),
    (PaperKind::Other, "Giấy ủy quyền"),
];

/// What an office writes to the citizen about a dossier.
pub const MESSAGES: &[&str] = &[
    "Hồ sơ đã được tiếp nhận.",
    "Hồ sơ đã chuyển sang bước xử lý tiếp theo.",
    "Đề nghị công dân bổ sung giấy tờ theo hướng dẫn.",
    "Hồ sơ đã có kết quả, mời công dân đến nhận.",
    "Xin lỗi công dân vì trả kết quả chậm so với giấy hẹn.",
    "Lệ phí đã nộp thành công.",
];

/// Event, headline, description, what to do.
pub const ALERTS: &[(&str, &str, &str, &str)] = &[
    (
        "Mưa lớn",
        "Cảnh báo mưa lớn diện rộng",
        "Từ chiều và đêm nay có mưa vừa, mưa to, có nơi mưa rất to và dông. Lượng mưa từ 70 đến 120 mm, có nơi trên 150 mm.",
        "Hạn chế ra ngoài khi trời mưa to. Không đi qua ngầm tràn, suối khi nước lũ dâng cao.",
    ),
    (
        "Lũ quét",
        "Nguy cơ lũ quét, sạt lở đất tại các xã vùng núi",
        "Nguy cơ cao xảy ra lũ quét trên các sông suối nhỏ, sạt lở đất trên sườn dốc, ngập úng cục bộ.",
        "Chủ động sơ tán khỏi khu vực nguy hiểm. Theo dõi thông báo của chính quyền địa phương.",
    ),
    (
        "Rét hại",
        "Rét đậm, rét hại, vùng núi cao có sương muối",
        "Không khí lạnh mạnh gây rét đậm, rét hại. Nhiệt độ thấp nhất từ 6 đến 9 độ, vùng núi cao dưới 4 độ, có khả năng xảy ra băng giá.",
        "Giữ ấm cho người già và trẻ nhỏ, che chắn chuồng trại, không thả rông trâu bò. Không đốt than trong phòng kín.",
    ),
    (
        "Cháy rừng",
        "Cảnh báo nguy cơ cháy rừng cấp IV, cấp nguy hiểm",
        "Thời tiết hanh khô kéo dài, nguy cơ xảy ra cháy rừng rất cao.",
        "Không đốt nương, không sử dụng lửa trong rừng. Phát hiện cháy rừng báo ngay cho kiểm lâm.",
    ),
    (
        "Cắt điện",
        "Thông báo tạm ngừng cung cấp điện",
        "Tạm ngừng cung cấp điện để sửa chữa, bảo dưỡng đường dây.",
        "Ngắt các thiết bị điện khi mất điện. Gọi tổng đài chăm sóc khách hàng khi cần.",
    ),
    (
        "Dịch bệnh",
        "Phòng, chống dịch bệnh trên đàn gia súc, gia cầm",
        "Phát hiện ổ dịch trên địa bàn xã. Cơ quan thú y đang khoanh vùng xử lý.",
        "Không giết mổ, mua bán, vận chuyển gia súc, gia cầm bệnh. Báo ngay cho thú y xã.",
    ),
];

/// Fields that every form of the app has.
pub const KNOWN: &[(&str, &str)] = &[
    ("ho_ten", "name"),
    ("so_dinh_danh", "number"),
    ("ngay_sinh", "date"),
    ("dien_thoai", "phone"),
    ("noi_o", "home"),
    ("noi_dung", "Đề nghị cơ quan giải quyết theo quy định."),
];

/// Other fields of forms, with how their values look; see `fields` in the module above.
pub const FIELDS: &[(&str, &str)] = &[
    ("ho_ten_nguoi_yeu_cau", "name"),
    ("ho_ten_con", "name"),
    ("ho_ten_cha", "name"),
    ("ho_ten_me", "name"),
    ("ho_ten_vo", "name"),
    ("ho_ten_chong", "name"),
    ("ho_ten_chu_ho", "name"),
    ("ngay_cap", "date"),
    ("ngay_het_han", "date"),
    ("noi_cap", "Bộ Công an"),
    ("noi_cap", "Cục Cảnh sát quản lý hành chính về trật tự xã hội"),
    ("gioi_tinh", "Nam"),
    ("gioi_tinh", "Nữ"),
    ("dan_toc", "people"),
    ("quoc_tich", "Việt Nam"),
    ("so_can_cuoc", "number"),
    ("email", ""),
    ("noi_sinh", "Bệnh viện Đa khoa tỉnh Cao Bằng"),
    ("noi_sinh", "Trạm Y tế xã"),
    ("noi_cu_tru", "place"),
    ("noi_thuong_tru", "place"),
    ("noi_tam_tru", "place"),
    ("que_quan", "place"),
    ("dia_chi", "place"),
    ("quan_he", "Cha"),
    ("quan_he", "Mẹ"),
    ("quan_he", "Vợ"),
    ("quan_he", "Con"),
    ("quan_he_voi_chu_ho", "Con đẻ"),
    ("nghe_nghiep", "Nông dân"),
    ("tinh_trang_hon_nhan", "Chưa kết hôn"),
    ("muc_dich", "Bổ sung hồ sơ xin việc làm"),
    ("ly_do", "Thẻ bị hỏng, không sử dụng được"),
    ("so_ban_sao", "digit"),
    ("so_thua", "digit"),
    ("hang_giay_phep", "A1"),
    ("nhan_ket_qua", "Nhận trực tiếp tại bộ phận một cửa"),
    ("nhan_ket_qua", "Nhận qua bưu chính công ích"),
];

pub const REASONS: &[&str] = &["Nộp nhầm thủ tục.", "Tôi không còn nhu cầu giải quyết hồ sơ.", "Nộp trùng hồ sơ.", ""];
