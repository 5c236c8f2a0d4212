open-check = Check a code
check-title = Check an identity code
check-text = Text of the code
check-text-hint = With a handheld scanner: click into this field and scan. The text of a code can be pasted here, too.
check-go = Check
check-sound = Tell the answer by a sound
check-answer = Answer
check-garbled = A Vietnamese keyboard has changed the text of the code. Switch it off (UniKey, Telex, VNI) and scan again.

check-live = Valid
check-live-more = Signed by the province, and made just now on the phone of the person it names.
check-status-days = A live code. The list of withdrawn codes on this device is { $days } days old.
check-status-missing = A live code. This device has no list of withdrawn codes.
check-paper = Genuine paper code
check-paper-more = The province signed it. Compare it with the identity card or with the person.
check-cannot-tell = Cannot tell
check-scan-again = Scan again in { $seconds } seconds
check-seconds = { $seconds } s
check-scan-now = Scan again now
check-invalid = Not valid

check-clock-behind = { $minutes ->
    [one] The holder's clock is one minute slow.
   *[other] The holder's clock is { $minutes } minutes slow.
}
check-clock-ahead = { $minutes ->
    [one] The holder's clock is one minute fast.
   *[other] The holder's clock is { $minutes } minutes fast.
}
check-clock-advice = The code is valid all the same: by the second scan it had moved on as time did. Tell its holder to set the clock.

check-list-age = Province's list of keys, of
check-status-age = List of withdrawn codes, of
check-none = None yet

check-proved-title = Established
check-proved-signed = The province named above signed the name, date of birth and last four digits.
check-proved-live = The code was made just now, on the registered device of the person it names.
check-proved-status = The code is not on the list of withdrawn codes made { $time }.
check-open-title = Not established
check-open-person = Whether the person before you is the one it names. Look at the person, and compare with the card.
check-open-relay = A picture of the code that is relayed live by video cannot be told apart.
check-open-copy = A paper code may be a copy, on a screen as well.
check-open-status = Whether the code was withdrawn in the last { $days } days.
check-open-no-status = Whether the code was withdrawn: this device has no list of withdrawn codes.

check-why-scan-again = The time in the code is far from this device's clock.
check-do-scan-again = Let the holder keep the code on the screen, wait until it changes and scan again. A code that has not changed by then is a picture.
check-why-not-a-code = This is no identity code.
check-do-right-code = Ask the holder to open “QR code” in the app Công Dân Số.
check-why-damaged = The text of the code is cut off, or was changed on its way.
check-do-again = Scan the whole code again, from nearer and with enough light. This says nothing about the person.
check-why-newer = The code is of a newer kind that this app does not know.
check-do-update = Update the app and scan again, or look at other papers. This says nothing about the person.
check-why-no-list = This device has no list of a province's keys.
check-do-no-list = Sign in once with a network to get the province's list, and scan again. This says nothing about the person.
check-why-unknown-issuer = This device has no list of the province that signed the code.
check-do-other-proof = Look at the identity card or other papers. This says nothing about the person.
check-why-unknown-key = The list of keys on this device does not name the key that signed the code.
check-do-refresh = Update the app when there is a network, and scan again. This says nothing about the person.
check-why-not-yet = The code was issued later than this device's clock says it is now.
check-why-clock-wrong = This device's clock is wrong: it is behind the day of the province's lists.
check-do-own-clock = Set the date and time of this device, and scan again.
check-why-clocks-apart = The clocks of the two devices are more than a day apart.
check-do-clocks = Set the date and time of both devices, and scan again.
check-why-signature = The signature is wrong: the code was changed, or made up.
check-do-refuse = Do not accept this code. Ask for the identity card.
check-why-key = The key that signed the code may not issue identity codes.
check-why-copy = This is a copy of a phone's code, not a code that is on its screen.
check-do-live = Ask the person to open the app on their own phone, and scan the code on its screen.
check-why-device = The code was not made by the device of the person it names.
check-why-revoked = The province has withdrawn this code.
check-do-revoked = Do not accept this code. Its holder can get a new one at the police or the one-stop office.
check-why-expired = The code has expired.
check-do-expired = Ask the holder to open the app with a network to get a new code, and scan again.
check-why-picture = This is a picture of a code: it did not change between two scans.

check-history = Checked on this device
check-history-kept = Only the time, the answer and the last four digits are kept, for 30 days.
check-history-empty = No code has been checked yet.
check-no-digits = digits not known
