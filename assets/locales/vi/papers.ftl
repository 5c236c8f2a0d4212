papers-title = Giấy tờ của tôi
papers-add = Thêm giấy tờ
papers-empty = Bạn chưa có giấy tờ nào ở đây.
papers-empty-advice = Hãy chụp hoặc chọn tệp giấy tờ hay dùng: xem được cả khi không có sóng, và kèm vào hồ sơ chỉ bằng một lần chạm.
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
paper-about-source = Nguồn
paper-about-added = Thêm lúc
paper-about-expires = Có hiệu lực đến
paper-about-size = Tệp

add-paper-title = Thêm giấy tờ
add-paper-intro = Giấy tờ được lưu an toàn trên máy này ngay khi thêm, rồi gửi lên cổng dịch vụ công khi có mạng.
add-paper-kind = Loại giấy tờ
add-paper-name = Tên để dễ tìm
add-paper-name-hint = Ví dụ: Giấy khai sinh của con. Để trống thì dùng tên loại giấy tờ.
add-paper-file = Chọn tệp
add-paper-photo = Chụp ảnh
add-paper-limits = Nhận ảnh JPEG, PNG hoặc tệp PDF, không quá 6 MB. Chụp nơi đủ sáng, thấy rõ bốn góc.
