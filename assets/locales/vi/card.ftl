card-scan = Quét mã QR trên thẻ
card-scan-shut = Thôi quét thẻ
card-scan-hint = Mã QR nằm ở góc thẻ căn cước. Hình không rời khỏi máy và không được lưu lại.
card-mark = Đọc từ thẻ, chưa xác minh
card-read = Đã điền những gì đọc được từ thẻ. Mã trên thẻ không có chữ ký nên chưa xác minh được. Hãy so lại với thẻ và sửa chỗ sai.
card-unusual = Số trên thẻ khác thường: không khớp với ngày sinh hoặc giới tính. Có thể vẫn đúng; hãy so kỹ với thẻ.
card-not = Mã này không phải mã trên thẻ căn cước. Chưa có gì được điền vào. Hãy quét mã QR in trên thẻ, hoặc tự điền.
