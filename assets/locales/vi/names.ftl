status-registered = Mới đăng ký
status-accepted = Được tiếp nhận
status-refused = Không được tiếp nhận
status-processing = Đang xử lý
status-supplement-needed = Yêu cầu bổ sung giấy tờ
status-payment-needed = Yêu cầu thực hiện nghĩa vụ tài chính
status-withdrawal-requested = Công dân yêu cầu rút hồ sơ
status-stopped = Dừng xử lý
status-completed = Đã xử lý xong
status-returned = Đã trả kết quả

state-saved = Bản nháp trên máy
state-waiting = Chờ gửi
state-cancelling = Đang hủy
state-received = Cổng dịch vụ công đã nhận
state-returned = Bị trả lại
state-unconfirmed = Cổng dịch vụ công chưa xác nhận lại

next-registered = Cơ quan sẽ xem hồ sơ. Lúc này bạn không phải làm gì.
next-accepted = Cơ quan đã tiếp nhận và sẽ giải quyết. Lúc này bạn không phải làm gì.
next-refused = Cơ quan không tiếp nhận hồ sơ này. Hãy xem lý do cơ quan ghi, sửa lại rồi nộp hồ sơ mới.
next-processing = Cơ quan đang giải quyết. Lúc này bạn không phải làm gì.
next-supplement-needed = Hãy bổ sung giấy tờ còn thiếu ngay trong ứng dụng này, hoặc mang đến bộ phận một cửa.
next-payment-needed = Cơ quan chưa gửi phiếu nộp tiền lên ứng dụng. Hãy nộp tại bộ phận một cửa, nhớ mang theo mã hồ sơ.
next-pay = Xem khoản phải nộp bên dưới rồi thanh toán. Nộp xong, hồ sơ được xử lý tiếp.
next-payment-waits = Bạn đã xác nhận thanh toán; cổng dịch vụ công đang chờ tiền đến. Nếu đã chuyển, đừng chuyển lần nữa.
next-supplement-waits = Bạn đã bổ sung; phần bổ sung đang chờ cổng dịch vụ công nhận. Bạn không phải làm gì thêm.
next-withdrawal-requested = Bạn đã xin rút hồ sơ. Hãy chờ cơ quan xác nhận.
next-stopped = Cơ quan đã dừng giải quyết hồ sơ này. Hãy xem lý do cơ quan ghi; nếu vẫn cần, hãy nộp hồ sơ mới.
next-completed = Kết quả đã có. Hãy mang thẻ căn cước và mã hồ sơ đến bộ phận một cửa để nhận.
next-completed-here = Kết quả đã có ở dưới và trong mục Giấy tờ. Nếu cần bản giấy, hãy mang thẻ căn cước và mã hồ sơ đến bộ phận một cửa.
next-handed-over = Hồ sơ đã xong, kết quả đã trao. Bạn không phải làm gì thêm.
next-saved = Bản nháp này chỉ có trên máy, chưa gửi đi. Hãy điền tiếp rồi nộp.
next-waiting = Đã lưu an toàn trên máy. Máy sẽ tự gửi khi có mạng.
next-cancelling = Bạn đã hủy sau khi gửi đi. Khi có mạng, cổng dịch vụ công sẽ báo lại: nếu chưa nhận, nội dung trở về thành bản nháp; nếu đã nhận, cơ quan vẫn giải quyết.
next-waiting-phone = Đã lưu an toàn trên máy. Hãy mở ứng dụng khi có sóng để gửi.
next-waiting-guest = Chưa gửi đi. Hãy chờ gửi xong rồi mới kết thúc phiên: kết thúc trước thì mất hẳn.
next-received = Cổng dịch vụ công đã nhận và chuyển cho cơ quan. Lúc này bạn không phải làm gì.
next-returned = Chưa được nhận. Những gì bạn đã điền vẫn còn nguyên: hãy xem lý do, sửa rồi nộp lại.
next-unconfirmed = Máy này còn giữ biên nhận, nhưng cổng dịch vụ công không còn nhắc đến. Hãy cho bộ phận một cửa xem biên nhận để đối chiếu.

reason-id-reused = Hồ sơ này trùng số với một hồ sơ khác. Nội dung không sai: bạn chỉ cần nộp lại.
reason-device-fork = Máy này có vẻ đã được khôi phục từ bản sao cũ nên cổng dịch vụ công chưa nhận. Hãy bấm “Cập nhật”, rồi nộp lại.
reason-signature-invalid = Chữ ký của máy này không khớp với nội dung. Hãy nộp lại; nếu vẫn bị trả lại, hãy hỏi bộ phận một cửa.
reason-type-unknown = Cổng dịch vụ công của tỉnh chưa nhận loại yêu cầu này. Hãy nộp tại bộ phận một cửa.
reason-body-invalid = Cổng dịch vụ công không đọc được nội dung đã điền. Hãy xem lại từng ô, rồi nộp lại.
reason-body-too-large = Nội dung đã điền dài hơn mức cổng dịch vụ công nhận. Hãy rút gọn, rồi nộp lại.
reason-too-many-blobs = Số giấy tờ kèm theo nhiều hơn mức cổng dịch vụ công nhận. Hãy chia thành nhiều hồ sơ, rồi nộp lại.
reason-blob-missing = Cổng dịch vụ công còn thiếu giấy tờ kèm theo. Máy sẽ gửi tiếp phần còn thiếu.
reason-blob-damaged = Một giấy tờ kèm theo bị hỏng trên đường gửi. Hãy gỡ giấy tờ đó, chụp hoặc chọn lại, rồi nộp lại.
reason-blob-too-large = Một giấy tờ kèm theo bị trống hoặc lớn quá 6 MB. Hãy chụp lại hoặc chọn tệp nhỏ hơn, rồi nộp lại.
reason-behind = Yêu cầu này đang chờ yêu cầu gửi trước nó. Bạn không phải làm gì.
reason-parent = Yêu cầu gửi trước nó không được nhận, nên yêu cầu này cũng không được nhận. Hãy sửa yêu cầu trước, rồi gửi lại.
reason-superseded = Bạn đã hủy, hoặc đã gửi bản khác thay cho bản này.
reason-too-late = Bản cần thay đã được giải quyết xong nên không thay được nữa. Hãy xem trạng thái hồ sơ.
reason-version-conflict = Hồ sơ đã có thay đổi mới ở cổng dịch vụ công. Hãy cập nhật, xem lại rồi gửi lại.
reason-entity-unknown = Cổng dịch vụ công không tìm thấy hồ sơ hoặc giấy tờ này. Hãy cập nhật rồi xem lại danh sách.
reason-procedure-unknown = Tỉnh không còn nhận thủ tục này. Hãy tìm thủ tục thay thế, hoặc hỏi bộ phận một cửa.
reason-person-unknown = Cổng dịch vụ công không có người này trong gia đình của bạn. Hãy xem lại mục Gia đình, thêm lại người này rồi làm hồ sơ mới.
reason-consent-missing = Thiếu sự đồng ý phải có của người này hoặc của bạn. Hãy thêm lại, đọc nội dung và đánh dấu đồng ý.
reason-status-forbids = Hồ sơ đang ở bước không cho phép làm việc này. Hãy xem trạng thái hồ sơ.
reason-amount-changed = Cơ quan đã đổi số tiền của khoản phí này, nên lần thanh toán này không được nhận. Nếu bạn đã chuyển số tiền cũ, số tiền đó được chuyển trả về tài khoản đã gửi. Hãy xem số tiền mới rồi thanh toán lại.
reason-already-paid = Khoản phí này đã được nộp rồi. Bạn không phải nộp nữa.
reason-payment-waits = Khoản phí này đang có một lần thanh toán khác chờ xác nhận. Nếu đã chuyển tiền, đừng chuyển lần nữa.
reason-office-refused = Cơ quan không nhận bản nộp trước đó. Hãy sửa theo lời cơ quan ghi, rồi nộp lại.
reason-receipt-invalid = Cổng dịch vụ công báo đã nhận, nhưng máy chưa kiểm tra được chữ ký trên biên nhận. Nội dung vẫn còn trên máy; lần cập nhật sau máy sẽ hỏi lại.
reason-other = Cổng dịch vụ công không nhận và không nêu lý do mà ứng dụng hiểu được. Hãy xem lại rồi nộp lại, hoặc hỏi bộ phận một cửa.

command-waiting = Chờ gửi
command-sent = Đã gửi, chờ cổng dịch vụ công trả lời
command-deferred = Cổng dịch vụ công đang chờ phần còn lại
command-received = Cổng dịch vụ công đã nhận
command-returned = Bị trả lại
command-dossier-submit = Nộp hồ sơ
command-dossier-supplement = Bổ sung giấy tờ
command-dossier-withdraw = Xin rút hồ sơ
command-dossier-rate = Gửi đánh giá
command-petition-submit = Gửi phản ánh, kiến nghị
command-fee-pay = Thanh toán lệ phí
command-paper-add = Gửi giấy tờ lên cổng dịch vụ công
command-paper-remove = Xóa giấy tờ ở cổng dịch vụ công
command-dependant-add = Thêm người vào gia đình
command-dependant-remove = Gỡ người khỏi gia đình
command-cancel = Hủy
command-other = Yêu cầu khác

kind-identity-card = Căn cước
kind-birth-certificate = Giấy khai sinh
kind-driving-licence = Giấy phép lái xe
kind-health-insurance = Thẻ bảo hiểm y tế
kind-marriage-certificate = Giấy chứng nhận kết hôn
kind-land-certificate = Giấy chứng nhận quyền sử dụng đất
kind-passport = Hộ chiếu
kind-diploma = Bằng cấp
kind-other = Giấy tờ khác
source-own-upload = Bạn tự thêm
source-dossier-result = Kết quả hồ sơ
source-dossier-component = Nộp kèm hồ sơ
source-national-store = Kho dữ liệu quốc gia
paper-waiting = Chỉ có trên máy này, chờ gửi
paper-kept = Đã lưu ở máy và ở cổng dịch vụ công
paper-portal = Ở cổng dịch vụ công, chưa tải về máy
paper-returned = Cổng dịch vụ công không nhận, vẫn còn trên máy này
paper-unconfirmed = Còn trên máy này, cổng dịch vụ công không còn nhắc đến
paper-deleting = Đang xóa: chờ cổng dịch vụ công xóa
paper-not-deleted = Cổng dịch vụ công chưa xóa

channel-online = Trực tuyến
channel-post = Qua bưu chính
channel-in-person = Nộp trực tiếp
time-hours = { $count ->
   *[other] { $number } giờ làm việc
}
time-working-days = { $count ->
   *[other] { $number } ngày làm việc
}
time-days = { $count ->
   *[other] { $number } ngày
}
time-months = { $count ->
   *[other] { $number } tháng
}
time-without-unit = { $number } (nguồn không ghi là giờ, ngày hay tháng)
fee-amount = { $amount } đồng
fee-free-but-amount = Ghi là miễn phí, nhưng kèm số tiền { $amount } đồng
fee-free = Miễn phí
fee-free-but-note = Ghi là miễn phí, nhưng có ghi chú:
fee-as-noted = Theo ghi chú:
fee-unknown = Nguồn không ghi mức thu
flag-detail-suspect = Phần chi tiết dưới đây có thể là của thủ tục khác. Hãy hỏi lại bộ phận một cửa trước khi chuẩn bị giấy tờ.
flag-time-unit-uncertain = Thời hạn ghi theo ngày có thể thật ra là giờ hoặc tháng.
flag-time-unit-missing = Có thời hạn không ghi đơn vị là giờ, ngày hay tháng.
flag-fee-contradicted = Có mức thu ghi là miễn phí nhưng ghi chú lại nêu số tiền. Hãy đọc ghi chú.
flag-fallback-page = Phần chi tiết lấy từ trang thay thế, có thể chưa đầy đủ.

sex-male = Nam
sex-female = Nữ
platform-linux = Máy tính Linux
platform-windows = Máy tính Windows
platform-macos = Máy Mac
platform-android = Điện thoại Android
platform-ios = iPhone hoặc iPad
platform-other = Máy khác
