papers-title = Giấy tờ của tôi
papers-add = Thêm giấy tờ
papers-empty = Bạn chưa có giấy tờ nào ở đây.
papers-empty-advice = Hãy chụp hoặc chọn tệp giấy tờ hay dùng: xem được cả khi không có sóng, và kèm vào hồ sơ chỉ bằng một lần chạm.
papers-search = Tìm trong giấy tờ
papers-all-kinds = Tất cả các loại
papers-none-found = Không có giấy tờ nào như vậy.
papers-not-here-yet = Giấy tờ của bạn chưa được tải về máy này. Hãy cập nhật khi có mạng.
papers-expires = Có hiệu lực đến { $date }
papers-expires-soon = { $days ->
    [0] Hết hiệu lực hôm nay, { $date }
   *[other] Còn { $days } ngày, đến { $date }
}
papers-expired = Hết hiệu lực từ { $date }

paper-returned-advice = Cổng dịch vụ công không nhận giấy tờ này. Giấy tờ vẫn còn trên máy; bạn có thể thêm lại bằng ảnh rõ hơn hoặc tệp khác.
paper-opening = Đang mở giấy tờ…
paper-not-here = Giấy tờ này ở cổng dịch vụ công, chưa tải về máy. Khi có mạng, mở lại là xem được.
paper-try-again = Thử lại
paper-pages = Trang giấy tờ
paper-page-alt = Ảnh trang { $page } trên { $pages }
paper-page-of = Trang { $page } / { $pages }
paper-previous = Trang trước
paper-next = Trang sau
paper-larger = Phóng to
paper-smaller = Thu nhỏ
paper-about = Thông tin giấy tờ
paper-about-kind = Loại
paper-about-person = Của ai
paper-about-number = Số
paper-about-source = Nguồn
paper-about-added = Thêm lúc
paper-about-expires = Có hiệu lực đến
paper-about-size = Tệp

paper-deleting-advice = Giấy tờ này đang được xóa và không mở ra được nữa. Khi máy có mạng, cổng dịch vụ công xóa xong thì giấy tờ biến khỏi danh sách.
paper-not-deleted-advice = Cổng dịch vụ công không xóa giấy tờ này, nên giấy tờ vẫn còn ở đây. Bạn có thể yêu cầu xóa lại.
paper-share = Lưu thành tệp
paper-share-ask = Tệp được lưu ra ngoài ứng dụng và không còn được bảo vệ: ai có tệp đều đọc được. Chỉ lưu vào nơi bạn tin cậy.
paper-share-yes = Chọn nơi lưu
paper-shared = Đã lưu tệp. Dùng xong, bạn nên xóa tệp đó.
paper-print = In
paper-delete = Xóa
paper-delete-ask = Xóa giấy tờ này khỏi máy và khỏi cổng dịch vụ công? Không lấy lại được sau khi đã gửi yêu cầu. Cổng vẫn giữ những bản đã nộp kèm hồ sơ, vì cơ quan cần để giải quyết.
paper-delete-ask-result = Bỏ kết quả hồ sơ này khỏi máy và khỏi danh sách giấy tờ của bạn? Không lấy lại được ở đây sau khi đã gửi yêu cầu. Bản gốc vẫn nằm trong kho lưu trữ của cơ quan đã cấp.
paper-delete-ask-here = Xóa giấy tờ này? Giấy tờ chỉ có trên máy này và sẽ mất hẳn.
paper-delete-yes = Xóa giấy tờ
paper-delete-undo = Thôi, không xóa
paper-ask-no = Không

add-paper-title = Thêm giấy tờ
add-paper-intro = Giấy tờ được lưu an toàn trên máy này ngay khi thêm, rồi gửi lên cổng dịch vụ công khi có mạng.
add-paper-kind = Loại giấy tờ
add-paper-name = Tên để dễ tìm
add-paper-name-hint = Ví dụ: Giấy khai sinh của con. Để trống thì dùng tên loại giấy tờ.
add-paper-file = Chọn tệp
add-paper-photo = Chụp ảnh
add-paper-limits = Nhận ảnh JPEG, PNG hoặc tệp PDF, không quá 6 MB. Chụp nơi đủ sáng, thấy rõ bốn góc.
add-paper-pages = Các trang
add-paper-cut = Cắt trang { $page }
add-paper-earlier = Đưa trang { $page } lên trước
add-paper-remove = Bỏ trang { $page }
add-paper-file-more = Thêm trang từ tệp
add-paper-photo-more = Chụp thêm trang
add-paper-number-hint = Số in trên giấy tờ, nếu có.
add-paper-expires-hint = Ngày/tháng/năm, nếu giấy tờ có thời hạn. Ứng dụng nhắc trước 60 và 30 ngày.
add-paper-date-invalid = Ngày không có thật. Hãy viết như 31/01/2030.
add-paper-keep = Lưu giấy tờ

crop-title = Cắt trang giấy
crop-hint = Kéo bốn nút đến bốn góc của tờ giấy, hoặc chọn một nút rồi dùng phím mũi tên.
crop-picture = Ảnh vừa chụp hoặc chọn
crop-top-left = Góc trên bên trái
crop-top-right = Góc trên bên phải
crop-bottom-right = Góc dưới bên phải
crop-bottom-left = Góc dưới bên trái
crop-cut = Cắt theo góc
crop-whole = Giữ cả ảnh
