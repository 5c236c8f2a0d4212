#!/usr/bin/env bash
# What a citizen comes for, with two programs alone, cds and cds-portal: find, read and fill in with no portal, attach what
# is kept, look over what would be refused, be killed, be received once; mend what the office asks for, pay a fee late, get
# the result as a paper and say how it went. Then a petition, a child's paper, and what is deleted.
#
# usage: tests/services.sh [FOLDER OF THE PROGRAMS]      (target/debug where none is named)
cd "$(dirname "$0")/.."
. tests/programs.sh

procedure=1.004194
home='Giấy tờ chứng minh chỗ ở hợp pháp'
photo() { python3 - "$1" <<'PY'
import struct, sys, zlib
width, height = 640, 900
rows = b"".join(b"\0" + bytes((x * y) % 251 for x in range(width)) for y in range(height))
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
PY
}
tell() { office platform "$@" --portal "http://$address"; }

step "sign in, and fetch a paper"
start_portal
run login --id 004090000001 --phone 0900000001 --issued 20/05/2021 --otp-file "$work/portal/otp-outbox.jsonl"
run --json sync
photo "$work/out/home.png"
photo "$work/out/more.png"
run --json paper add "$work/out/home.png" --kind land_certificate --title 'Sổ đất' --number 'CB 123456' --expires 1/1/2040
kept=$(field id)
run --json papers
theirs=$(grep -o '"id":"[^"]*","kind":"[^"]*","title":"Thẻ căn cước"' <<< "$printed" | cut -d '"' -f 4)
run --json sync
run paper export "$theirs" "$work/out/theirs"

step "stop the portal; search, read, fill in, attach what is kept and a new photo"
stop_portal
run --json search 'dang ky tam tru'
[[ "$printed" == *"\"code\":\"$procedure\""* ]] || fail "the procedure is not found: $printed"
run procedure "$procedure" --text
expect "$procedure"
run form "$procedure"
expect loaicho
run --json draft new "$procedure"
draft=$(field id)
ends 3 preflight "$draft"
expect 'tungay missing'
run draft set "$draft" tinhTT='Cao Bằng' xaTT=01273 diachiTT="Tổ 3 $canary" tungay=1/12/2026 denngay=1/12/2027 \
    loaicho=thue tienthue='1.500.000 đ' laChuHo=YES --paper "$home=$kept" --paper "Thẻ căn cước=$theirs" \
    --attach "Hợp đồng thuê nhà=$work/out/more.png"
expect '1.500.000 đ'
run preflight "$draft"
expect 'nothing stands in the way'

step "confirm, and be killed at the moment when it has said that the dossier is safe"
mkfifo "$work/said"
"$programs/cds" --home "$work/home" --portal "http://$address" --pin-file "$work/pin" --json submit --draft "$draft" > "$work/said" &
filing=$!
read -r printed < "$work/said"
kill -9 "$filing" 2>/dev/null || true
wait "$filing" 2>/dev/null || true
run --json dossier "$draft"
expect '"state":"waiting"'
expect "$canary"
no_canary

step "received once, with a receipt"
start_portal
run --json sync
run --json dossier "$draft"
expect '"receipt":{"received_at":'
code=$(grep -o '"code":"H14[^"]*"' <<< "$printed" | head -1 | cut -d '"' -f 4)
[ "$(office dossier list | grep -c "$code")" = 1 ] || fail "the office has $code once"

step "the office asks for a paper: answered with no portal"
office dossier advance "$code" --status 2
office dossier advance "$code" --status 5 --note 'Thiếu bản chụp hợp đồng' --paper 'Hợp đồng có chữ ký'
run --json sync
stop_portal
run --json dossier "$code"
expect '"wanted":["Hợp đồng có chữ ký"]'
run --json supplement "$code" --note "Xin gửi lại $canary" --attach "Hợp đồng có chữ ký=$work/out/more.png" --paper "Sổ đất=$kept"
run --json dossier "$code"
expect '"type":"dossier.supplement"'
no_canary
start_portal
run --json sync
run --json dossier "$code"
expect '"status":4'

step "a fee is asked for: a VietQR that any bank reads, paid late, with a receipt"
fee=$(office fee ask "$code" --amount 15000 --name 'Lệ phí đăng ký tạm trú' --days 10 | awk '{print $1}')
run --json sync
stop_portal
run --json fees
expect '"amount":15000'
run --json fee show "$fee"
expect '"standing":"unpaid"'
run fee pay "$fee"
ends 9 fee pay "$fee"
run --json fee show "$fee" --png "$work/out/fee.png"
expect '"standing":"confirmed"'
qr=$(zbarimg --nodbus --quiet --raw "$work/out/fee.png") || fail "zbarimg reads nothing from the fee's code"
[[ "$printed" == *"$qr"* ]] || fail "zbarimg reads another text: $qr"
python3 - "$qr" "$code" <<'PY' || fail "the fee's code is no VietQR: $qr"
import sys
text, purpose = sys.argv[1:]
body, crc = text[:-4], text[-4:]
value = 0xFFFF
for byte in body.encode():
    value ^= byte << 8
    for _ in range(8):
        value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
        value &= 0xFFFF
assert crc == f"{value:04X}", (crc, value)
def fields(text):
    found = {}
    while text:
        size = int(text[2:4])
        found[text[:2]], text = text[4:4 + size], text[4 + size:]
    return found
found = fields(text)
assert (found["00"], found["01"], found["53"], found["54"], found["58"]) == ("01", "12", "704", "15000", "VN"), found
assert fields(found["38"])["00"] == "A000000727" and fields(found["62"])["08"] == purpose, found
PY
start_portal
run --json sync
run --json fee show "$fee"
expect '"standing":"pending"'
ends 9 fee receipt "$fee"
tell pay --qr "$qr" --as late > /dev/null
run --json sync
run --json fee show "$fee"
expect '"standing":"pending"'
tell settle > /dev/null
run --json sync
stop_portal
run --json fee show "$fee"
expect '"standing":"paid"'
run fee receipt "$fee"
expect '15.000 đ'
expect "$code"

step "the result arrives as a paper and opens with no portal; it is rated once"
start_portal
office dossier result "$code" --file "$work/out/more.png" --kind other --title 'Xác nhận tạm trú' --number 12/TT > /dev/null
run --json sync
run --json papers
expect '"title":"Xác nhận tạm trú","source":"dossier_result"'
result=$(grep -o '"id":"[^"]*","kind":"other","title":"Xác nhận tạm trú"' <<< "$printed" | cut -d '"' -f 4)
run paper export "$result" "$work/out/result.png"
stop_portal
run --json dossier "$code"
expect '"status":9'
expect '"can_rate":true'
run rate "$code" --stars 5 --comment 'Cảm ơn'
start_portal
run --json sync
run --json dossier "$code"
expect '"stars":5'
ends 9 rate "$code" --stars 1

step "a petition with a photo, filed with no portal and answered"
stop_portal
run --json petition new
petition=$(field id)
ends 3 preflight "$petition"
run draft set "$petition" linh_vuc=environment dia_diem='Cầu Bằng Giang' noi_dung="Rác đổ ven sông $canary" --attach "Ảnh 1=$work/out/more.png"
run preflight "$petition"
run submit --draft "$petition"
no_canary
start_portal
run --json sync
run --json petitions
expect '"status":"registered"'
petition_code=$(grep -o 'PA-[^"]*' <<< "$printed" | head -1)
office petition advance "$petition_code" --status answered --note 'Đã dọn xong.'
run --json sync
run petition show "$petition_code"
expect 'Đã dọn xong.'

step "a child's paper and dossier"
ends 3 family add --name 'Lý Thị Mai' --birth 20/10/2026 --sex female --relation child
run --json family add --name 'Lý Thị Mai' --birth 20/10/2026 --sex female --relation child --consent
child=$(field id)
run --json sync
run --json family
expect 'Lý Thị Mai'
run --json paper add "$work/out/more.png" --kind birth_certificate --title 'Giấy khai sinh của Mai' --person "$child"
hers=$(field id)
run --json draft new 1.001193 --person "$child"
run --json draft show "$(field id)"
expect 'Lý Thị Mai'
expect '"family"'
run --json sync
run --json papers --person "$child"
expect 'Giấy khai sinh của Mai'
refuse 'Sổ đất'

step "a paper is deleted, here and at the portal"
stop_portal
run paper delete "$hers" --yes
start_portal
run --json sync
run --json papers
refuse 'Giấy khai sinh của Mai'
ends 9 paper export "$hers" "$work/out/gone"
no_canary
echo "services.sh: find, fill in, attach, file, follow, pay, receive: it all holds"
