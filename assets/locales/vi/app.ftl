app-name = Công Dân Số
other-language = English
test-portal = Bản thử nghiệm: người dân và hồ sơ ở đây đều không có thật.

opening = Đang mở…
working = Đang xử lý…
go-on = Tiếp tục
back = Quay lại
finish = Hoàn tất
open = Mở khóa

sign-in-title = Đăng nhập
sign-in-intro = Chỉ cần làm một lần trên máy này. Sau đó hồ sơ xem được cả khi không có sóng.
personal-number = Số định danh cá nhân
personal-number-hint = 12 chữ số, in trên mặt trước thẻ căn cước.
phone = Số điện thoại
phone-hint = Số đã đăng ký với tỉnh, ví dụ 0900 000 001.
card-issue-date = Ngày cấp thẻ căn cước
card-issue-date-hint = Ngày/tháng/năm, ví dụ 20/05/2021.
otp-title = Nhập mã xác nhận
otp-intro = Nếu số định danh và số điện thoại khớp nhau, mã gồm 6 chữ số sẽ đến bằng tin nhắn. Mã có hiệu lực { $minutes } phút.
otp = Mã xác nhận

secret-pin = Mã PIN
secret-passphrase = Cụm mật khẩu
secret-again = { $secret } (nhập lại)
secrets-differ = Hai lần nhập không giống nhau.
choose-pin-title = Đặt mã PIN
choose-pin-intro = Mã PIN gồm 6 chữ số, dùng để mở ứng dụng trên máy này. Đừng dùng dãy dễ đoán như 123456 hay 000000.
choose-passphrase-title = Đặt cụm mật khẩu
choose-passphrase-intro = Máy này không có kho khóa an toàn, nên cần một cụm mật khẩu ít nhất 10 ký tự thay cho mã PIN. Một câu dễ nhớ là tốt nhất.
unlock-title = Mở khóa
unlock-intro = Không cần mạng để mở khóa.

dossiers-title = Hồ sơ của tôi
dossiers-count = { $count } hồ sơ
dossiers-none = Bạn chưa có hồ sơ nào ở tỉnh này.
dossiers-not-yet = Chưa tải hồ sơ về máy. Hãy cập nhật khi có mạng.
last-contact = cập nhật lúc { $time }
never-contacted = Chưa liên lạc được với cổng dịch vụ công lần nào.
syncing = Đang cập nhật…
sync-now = Cập nhật
lock-now = Khóa ngay
no-code-yet = chưa có mã
your-turn = Cần bạn làm

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
state-received = Cổng dịch vụ công đã nhận
state-returned = Bị trả lại
state-unconfirmed = Cổng dịch vụ công chưa xác nhận lại
