#!/usr/bin/env bash
# The citizen's whole path with two programs alone, cds and cds-portal: sign in, sync, lose the portal, read, search, file
# a dossier with a photo, be killed, come back, sync, be received once, see the office's new status.
#
# usage: tests/path.sh [FOLDER OF THE PROGRAMS]      (target/debug where none is named)
cd "$(dirname "$0")/.."
. tests/programs.sh

step "sign in"
start_portal
ends 8 dossiers
run login --id 004090000001 --phone 0900000001 --issued 20/05/2021 --otp-file "$work/portal/otp-outbox.jsonl"

step "sync"
run --json sync
expect '"complete":true'
run --json dossiers
expect '"procedure":"Đăng ký khai sinh","status":5,"state":"known"'

step "stop the portal and read everything"
stop_portal
ends 4 sync
run --json dossiers
expect '"status":9'
run --json dossier H14.40.02-261102-0011
expect '"steps":[{"status":1'
run --json papers
expect '"state":"portal"'
run --json alerts
expect '"expired":true'
expect '"expired":false'
run --json devices
expect '"this":true'
run --json code show --png "$work/out/code.png"
expect '"text":"CDS1:'
read_by_zbar "$work/out/code.png"
run --json code verify --image "$work/out/code.png"
expect '"result":"genuine_paper"'
expect 'Lý A Thí'
run --json code show --live --png "$work/out/live.png"
expect '"text":"CDS2:'
read_by_zbar "$work/out/live.png"
run --json outbox
[ "$printed" = '[]' ] || fail "the outbox is empty at first: $printed"

step "search"
for words in "dang ky khai sinh" "đăng ký khai sinh" "1.001193"; do
    run --json search "$words"
    [[ "$printed" == '[{"code":"1.001193"'* ]] || fail "$words does not find 1.001193 first: $printed"
done

step "keep a paper and file a dossier with a photo"
cat > "$work/out/paper.pdf" <<EOF
%PDF-1.4
% $canary
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj
trailer <</Root 1 0 R>>
%%EOF
EOF
run paper add "$work/out/paper.pdf" --kind birth_certificate --title "Giấy khai sinh $canary"
ends 3 submit --procedure 9.999999 --set a=b
ends 3 submit --procedure 1.001193 --attach "photo=$work/pin"
run --json dossiers
refuse '"state":"saved"'
# Killed at the moment when it has said that the dossier is safe.
mkfifo "$work/said"
"$programs/cds" --home "$work/home" --portal "http://$address" --pin-file "$work/pin" --json submit \
    --procedure 1.001193 --set "ho_ten=Lý Thị Mai $canary" --set noi_sinh=Xã --attach "photo=icons/icon.png" > "$work/said" &
filing=$!
read -r printed < "$work/said"
kill -9 "$filing" 2>/dev/null || true
wait "$filing" 2>/dev/null || true
dossier_command=$(field id)
run --json outbox
expect "{\"id\":\"$dossier_command\",\"seq\":null,\"type\":\"dossier.submit\""
[ "$(count '"state":"waiting"')" = 2 ] || fail "the paper and the dossier wait: $printed"
run --json dossiers
expect '"code":null,"procedure":"Thủ tục đăng ký khai sinh","status":null,"state":"waiting"'
no_canary

step "cancel another one while it waits"
run --json submit --procedure 1.001193 --set ho_ten=Nhầm
run cancel "$(field id)"
run --json outbox
[ "$(count '"state":"waiting"')" = 2 ] || fail "the cancelled one is gone: $printed"
run --json dossiers
expect '"state":"saved"'

step "be killed in the middle of a sync"
start_portal
kill -STOP "$portal_pid"
RUST_LOG=debug "$programs/cds" --home "$work/home" --portal "http://$address" --pin-file "$work/pin" sync 2> "$work/sync.log" &
syncing=$!
until grep -q "asking the portal" "$work/sync.log"; do kill -0 "$syncing" || fail "sync ended early"; sleep 0.05; done
ends 7 outbox
kill -9 "$syncing"
wait "$syncing" 2>/dev/null || true
run --json outbox
expect "{\"id\":\"$dossier_command\",\"seq\":2,\"type\":\"dossier.submit\""
expect '"state":"sent"'
no_canary

step "sync twice: received once"
kill -CONT "$portal_pid"
run --json sync
expect '"pushed":2'
run --json sync
expect '"pushed":0'
run --json outbox
[ "$(count '"state":"received"')" = 2 ] || fail "both are received: $printed"
run --json dossiers
expect '"status":1,"state":"received"'
code=$(grep -o '"code":"H14[^"]*","procedure":"Thủ tục đăng ký khai sinh","status":1,"state":"received"' <<< "$printed" | cut -d '"' -f 4)
[ "$(office dossier list | grep -c "$code")" = 1 ] || fail "the office has $code once"
run --json dossier "$code"
expect '"receipt":{"received_at":'
expect "\"code\":\"$code\"},\"can_withdraw\":true}"
ends 9 cancel "$dossier_command"
run --json papers
expect '"state":"kept"'

step "pay a fee"
office dossier advance "$code" --status 2
fee=$(office fee ask "$code" --amount 50000 --name "Lệ phí đăng ký khai sinh" | cut -d ' ' -f 1)
run --json sync
run --json fee show "$fee"
expect '"amount":50000,"standing":"unpaid"'
run fee pay "$fee"
ends 9 fee pay "$fee"
run --json fee show "$fee" --png "$work/out/fee.png"
expect '"standing":"confirmed"'
qr=$(field transfer)
[ "$(zbarimg --nodbus --quiet --raw "$work/out/fee.png")" = "$qr" ] || fail "zbarimg reads another payment"
run --json sync
run --json fees
expect '"standing":"pending"'
ends 9 fee receipt "$fee"
office platform pay --qr "$qr" --as twice --portal "http://$address" > /dev/null || fail "the transfer is not made"
run --json sync
run fee receipt "$fee"
expect 'Số tiền: 50.000 đ'
[ "$(office platform list | grep -c '  paid ')" = 1 ] || fail "it is paid once"

step "advance it at the office"
office dossier advance "$code" --status 5 --note "Thiếu giấy chứng sinh"
run --json sync
run --json dossier "$code"
expect '"status":5,"state":"received","note":"Thiếu giấy chứng sinh"'
expect '"steps":[{"status":1'
expect '{"status":2'

step "take a paper out again, byte for byte"
run --json papers
paper=$(grep -o '{"id":"[^"]*","kind":"birth_certificate","title":"Giấy khai sinh CANARY' <<< "$printed" | cut -d '"' -f 4)
run paper export "$paper" "$work/out/again.pdf"
cmp "$work/out/paper.pdf" "$work/out/again.pdf"
grep -qaF "$canary" "$work/out/again.pdf" || fail "the scan would not find the canary"
run --json papers
theirs=$(grep -o '{"id":"[^"]*","kind":"[^"]*","title":"[^"]*","source":"[^"]*","media_type":"[^"]*","size":[0-9]*,"state":"portal"' <<< "$printed" | awk 'NR == 1' | cut -d '"' -f 4)
run paper export "$theirs" "$work/out/theirs"
stop_portal
run paper export "$theirs" "$work/out/theirs-again"
cmp "$work/out/theirs" "$work/out/theirs-again"
no_canary

step "sign out"
ends 10 logout
run logout --discard
ends 8 dossiers
[ -z "$(ls -A "$work/home/accounts")" ] || fail "nothing of the account is left"
no_canary
echo "path.sh: the whole path holds"
