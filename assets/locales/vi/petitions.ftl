petitions-mine = Phản ánh, kiến nghị của tôi
petition = Phản ánh, kiến nghị
petition-send = Gửi phản ánh, kiến nghị
petition-send-hint = Rác thải, đường hỏng, mất nước, thái độ cán bộ… Viết được cả khi không có mạng.
petition-review-title = Xem lại trước khi gửi
petition-what-follows = Khi bạn gửi, phản ánh được lưu an toàn trên máy và tự gửi đi khi có mạng. Trước khi cổng dịch vụ công nhận, bạn vẫn hủy được.
petition-what-follows-phone = Khi bạn gửi, phản ánh được lưu an toàn trên máy và gửi đi khi ứng dụng đang mở và có sóng. Trước khi cổng dịch vụ công nhận, bạn vẫn hủy được.
petition-what-follows-guest = Khi bạn gửi, phản ánh được gửi đi ngay nếu có mạng. Hãy chờ gửi xong rồi mới kết thúc phiên: kết thúc trước thì mất hẳn.
petition-cancel-ask = Hủy, không gửi nữa? Nếu cổng dịch vụ công chưa nhận, nội dung trở lại thành bản nháp; nếu đã nhận thì không hủy được.
petition-about = Thông tin phản ánh
petition-text = Nội dung đã gửi
petition-place = Địa điểm
petition-commune = Nơi nhận
petition-photos = Hình ảnh kèm theo

petition-environment = Môi trường
petition-traffic = Giao thông, đường sá
petition-utilities = Điện, nước
petition-land-building = Đất đai, xây dựng
petition-security = An ninh, trật tự
petition-social-policy = Chính sách xã hội
petition-officials-conduct = Thái độ của cán bộ
petition-other = Việc khác

petition-registered = Đã gửi
petition-processing = Đang xử lý
petition-answered = Đã trả lời
petition-refused = Không tiếp nhận
petition-status-other = Bước mới mà bản ứng dụng này chưa biết

petition-next-registered = Cơ quan sẽ xem. Lúc này bạn không phải làm gì.
petition-next-processing = Cơ quan đang giải quyết. Lúc này bạn không phải làm gì.
petition-next-answered = Cơ quan đã trả lời. Nếu chưa đồng ý, bạn có thể gửi phản ánh mới.
petition-next-refused = Cơ quan không tiếp nhận. Hãy xem lý do cơ quan ghi; nếu vẫn cần, hãy sửa rồi gửi lại.
petition-next-other = Hãy cập nhật ứng dụng để xem rõ hơn.
