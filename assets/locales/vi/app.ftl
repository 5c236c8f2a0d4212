app-name = Công Dân Số
other-language = English
test-portal = Bản thử nghiệm: người dân và hồ sơ ở đây đều không có thật.

opening = Đang mở…
working = Đang xử lý…
go-on = Tiếp tục
back = Quay lại
finish = Hoàn tất
understood = Đã hiểu
nothing-chosen = Chọn một mục ở bên trái để xem chi tiết.

skip-to-content = Đến phần nội dung
tabs = Các mục chính
tab-home = Trang chủ
tab-dossiers = Hồ sơ
tab-code = Mã QR
tab-papers = Giấy tờ
tab-personal = Cá nhân

lock-now = Khóa
guest-session = Phiên dùng chung: khi kết thúc, không có gì ở lại máy này.
end-guest = Kết thúc phiên
end-guest-unsent = Còn hồ sơ hoặc bản nháp chưa gửi đi. Kết thúc bây giờ thì những thứ đó mất hẳn. Nếu có mạng, hãy nộp bản nháp, bấm “Cập nhật” và chờ gửi xong.
end-guest-no = Ở lại
end-guest-yes = Vẫn kết thúc

connection = Tình trạng cập nhật
connection-sending = Đang gửi: { $percent } %
connection-sending-now = Đang gửi lên cổng dịch vụ công.
connection-asking = Đang cập nhật…
connection-fetching = Đang tải giấy tờ về…
connection-offline = Không có mạng: những gì đã lưu vẫn xem được.
connection-failed = Lần cập nhật vừa rồi chưa thành công.
connection-updated = Đã cập nhật: { $age }
connection-up-to-date = Đã cập nhật.
connection-never = Chưa cập nhật lần nào
connection-waiting = { $count } mục chờ gửi
connection-next-try = Tự thử lại lúc { $time }
connection-open-to-send = Mở ứng dụng khi có sóng để gửi.
sync-now = Cập nhật

age-now = vừa xong
age-minutes = { $minutes } phút trước
age-hours = { $hours } giờ trước
age-yesterday = hôm qua { $time }

idle-soon = Ứng dụng sắp tự khóa vì lâu rồi bạn không dùng.
idle-seconds = Ứng dụng sẽ tự khóa sau { $seconds } giây. Những gì đã nhập vẫn còn.
idle-soon-guest = Phiên dùng chung sắp tự kết thúc vì lâu rồi bạn không dùng.
idle-seconds-guest = Phiên sẽ tự kết thúc sau { $seconds } giây. Những gì chưa gửi sẽ mất hẳn.
stay = Dùng tiếp

fault = Màn hình này gặp lỗi và đã dừng. Những gì đã lưu vẫn còn nguyên trên máy này. Hãy mở lại màn hình rồi làm tiếp.
fault-reload = Mở lại
copy = Sao chép
copy-done = Đã sao chép.
copy-refused = Máy không cho sao chép. Hãy chọn phần chữ ở trên rồi sao chép.
