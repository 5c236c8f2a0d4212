//! Words for the generated records, of the kind that offices of the province use.

pub const FAMILY: &[&str] = &["Nông", "Hoàng", "Lý", "Triệu", "Bế", "Đàm", "Nguyễn", "Vi", "Lục", "Hà", "Sầm", "Chu"];
pub const MIDDLE: &[&str] = &["Văn", "Thị", "Đức", "Minh", "Thu", "A", "Thanh", "Hồng", "Quốc", "Ngọc"];
pub const GIVEN: &[&str] =
    &["Hoà", "Mai", "Thí", "Dương", "Lan", "Páo", "Sinh", "Hương", "Tuấn", "Nga", "Dính", "Thảo", "Bình", "Phượng"];
pub const HAMLETS: &[&str] =
    &["Pác Bó", "Lũng Lìu", "Bản Giốc", "Nà Vài", "Cốc Chia", "Phia Đén", "Khuổi Ky", "Tân Hợp"];
pub const COMMUNES: &[&str] = &[
    "Quảng Uyên",
    "Trùng Khánh",
    "Bảo Lâm",
    "Lý Bôn",
    "Bảo Lạc",
    "Hà Quảng",
    "Trường Hà",
    "Thông Nông",
    "Lũng Nặm",
    "Tổng Cọt",
    "Trà Lĩnh",
    "Quang Hán",
    "Hưng Đạo",
    "Xuân Trường",
    "Cốc Pàng",
    "Cô Ba",
    "Nam Quang",
    "Yên Thổ",
];

/// Codes and names of procedures that citizens file most.
pub const PROCEDURES: &[&(&str, &str)] = &[
    &("1.001193", "Thủ tục đăng ký khai sinh"),
    &("1.000656", "Thủ tục đăng ký khai tử"),
    &("1.000894", "Thủ tục đăng ký kết hôn"),
    &("1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"),
    &("1.004222", "Đăng ký thường trú"),
    &("1.004194", "Đăng ký tạm trú"),
    &("1.014063", "Cấp đổi thẻ căn cước"),
    &("3.000347", "Đổi giấy phép lái xe"),
    &("3.000348", "Cấp lại giấy phép lái xe"),
    &("1.001612", "Đăng ký thành lập hộ kinh doanh"),
    &("3.000001", "Cấp điện mới từ lưới điện hạ áp (220/380V)"),
    &("1.001939", "Đăng ký đóng, cấp thẻ BHYT đối với người chỉ tham gia BHYT"),
    &("3.000333", "Cấp Phiếu Lý lịch tư pháp cho công dân Việt Nam, người nước ngoài đang cư trú tại Việt Nam"),
];

pub const SUPPLEMENTS: &[&str] = &[
    "Thiếu bản chụp giấy chứng sinh. Xin chụp lại rõ cả bốn góc rồi gửi bổ sung.",
    "Xin bổ sung ý kiến đồng ý của chủ hộ.",
    "Giấy khám sức khỏe đã hết hiệu lực. Xin gửi giấy khám mới.",
    "Ảnh thẻ căn cước bị lóa, không đọc được số. Xin chụp lại hai mặt.",
    "Tờ khai chưa có chữ ký của người yêu cầu. Xin ký và gửi lại trang cuối.",
    "Họ tên của mẹ trên tờ khai khác với giấy chứng nhận kết hôn. Xin giải thích hoặc sửa lại.",
    "Chưa có văn bản ủy quyền. Người nộp thay cần gửi giấy ủy quyền có xác nhận.",
    "Sơ đồ thửa đất chưa có chữ ký của các hộ giáp ranh.",
];

pub const READY: &[&str] = &[
    "Kết quả đã có tại bộ phận một cửa, mời đến nhận.",
    "Kết quả đã có, mời mang theo giấy hẹn và căn cước khi đến nhận.",
    "Kết quả được gửi qua bưu điện theo yêu cầu.",
];

pub const MESSAGES: &[&str] = &[
    "đã được tiếp nhận. Công dân theo dõi trạng thái trong ứng dụng.",
    "đã chuyển đến bộ phận chuyên môn xử lý.",
    "cần bổ sung giấy tờ. Xin xem nội dung yêu cầu và gửi trong thời hạn 05 ngày làm việc.",
    "đã nhận đủ giấy tờ bổ sung, tiếp tục xử lý.",
    "đã có kết quả. Mời đến bộ phận một cửa trong giờ hành chính, mang theo căn cước.",
    "sẽ trả kết quả muộn hơn hai ngày so với giấy hẹn vì cần xác minh. Mong công dân thông cảm.",
    "đã được trả kết quả. Xin dành một phút đánh giá sự phục vụ của cán bộ.",
    "lệ phí đã được ghi nhận. Biên lai điện tử ở mục giấy tờ.",
];

/// Event, headline, description, what to do.
pub const ALERTS: &[&(&str, &str, &str, &str)] = &[
    &(
        "Mưa lớn",
        "Mưa to đến rất to trong đêm nay và ngày mai",
        "Lượng mưa phổ biến 80 đến 150 mm, có nơi trên 200 mm. Nước suối lên nhanh.",
        "Không qua ngầm, tràn khi nước chảy xiết. Đưa người và gia súc ra khỏi nơi trũng.",
    ),
    &(
        "Sạt lở đất",
        "Nguy cơ sạt lở cao ở các sườn dốc",
        "Đất đã no nước sau nhiều ngày mưa. Đất đá có thể đổ xuống đường và nhà dưới chân đồi.",
        "Nhà dưới chân đồi chuyển đến nơi an toàn. Thấy đất nứt hoặc cây nghiêng thì báo ngay cho trưởng xóm.",
    ),
    &(
        "Rét đậm, sương muối",
        "Rét đậm trong ba ngày, vùng núi cao có sương muối",
        "Không khí lạnh tăng cường. Đêm và sáng dưới 8 độ, vùng núi cao dưới 3 độ.",
        "Giữ ấm cho trẻ nhỏ và người già. Không đốt than, củi trong phòng kín. Che kín chuồng trại.",
    ),
    &(
        "Cắt điện",
        "Tạm ngừng cấp điện để sửa chữa đường dây",
        "Ngừng cấp điện từ 7 giờ đến 16 giờ. Điện có thể được cấp lại sớm hơn.",
        "Rút phích các thiết bị điện. Sạc sẵn điện thoại và đèn.",
    ),
    &(
        "Dịch bệnh gia súc",
        "Có ổ dịch tả lợn châu Phi",
        "Đã phát hiện lợn chết tại hai hộ. Vùng dịch bán kính ba cây số đã được khoanh.",
        "Không bán, không vứt lợn ốm, chết. Báo cán bộ thú y xã. Rắc vôi bột quanh chuồng.",
    ),
];
