card-scan = Scan the QR code on the card
card-scan-shut = Stop scanning the card
card-scan-hint = The QR code is in a corner of the identity card. The picture does not leave this device and is not kept.
card-mark = Read from the card, not verified
card-read = What the card says has been filled in. The card's code is not signed, so nothing of it is verified. Compare it with the card and correct what is wrong.
card-unusual = The numbers on the card are unusual: they do not match the date of birth or the sex. They may still be right; compare them with the card.
card-not = This is not the code of an identity card. Nothing has been filled in. Scan the QR code printed on the card, or fill in the fields yourself.
