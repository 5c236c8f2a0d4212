status-registered = Newly registered
status-accepted = Accepted
status-refused = Not accepted
status-processing = Being processed
status-supplement-needed = Papers to be supplied
status-payment-needed = Payment due
status-withdrawal-requested = Withdrawal requested
status-stopped = Stopped
status-completed = Completed
status-returned = Result handed over

state-saved = Draft on this device
state-waiting = Waiting to be sent
state-cancelling = Being cancelled
state-received = Received by the portal
state-returned = Sent back
state-unconfirmed = No longer confirmed by the portal

next-registered = The office will look at the dossier. There is nothing for you to do now.
next-accepted = The office has taken the dossier in and will work on it. There is nothing for you to do now.
next-refused = The office did not take this dossier. Read the reason it gave, correct it and file a new dossier.
next-processing = The office is working on it. There is nothing for you to do now.
next-supplement-needed = Add the missing papers here in the app, or bring them to the one-stop office.
next-payment-needed = The office has not sent a payment slip to the app. Pay at the one-stop office and bring the dossier's code.
next-pay = Look at the fee below and pay it. Work on the dossier goes on once it is paid.
next-payment-waits = You have confirmed the payment; the portal is waiting for the money. If you have made the transfer, do not make it again.
next-supplement-waits = You have added what was asked for; it waits for the portal to receive it. There is nothing more for you to do.
next-withdrawal-requested = You asked to withdraw the dossier. Wait for the office to confirm it.
next-stopped = The office has stopped working on this dossier. Read the reason it gave; if you still need it, file a new one.
next-completed = The result is ready. Bring your identity card and the dossier's code to the one-stop office to collect it.
next-completed-here = The result is below and among your papers. If you need it on paper, bring your identity card and the dossier's code to the one-stop office.
next-handed-over = The dossier is done and the result was handed over. There is nothing more to do.
next-saved = This draft is only on this device and was not sent. Continue filling it in, then file it.
next-waiting = It is safely stored on this device. It is sent automatically when there is a network.
next-cancelling = You cancelled it after it had been sent. When there is a network, the portal will tell: if it was not received, it becomes a draft again; if it was, it stays filed.
next-waiting-phone = It is safely stored on this device. Open the app when there is a signal to send it.
next-waiting-guest = Not sent yet. Wait until it is sent before you end the session: if it ends first, this is gone for good.
next-received = The portal has received it and passed it to the office. There is nothing for you to do now.
next-returned = It was not taken. What you filled in is all still here: read the reason, correct it and file it again.
next-unconfirmed = This device still holds the receipt, but the portal no longer mentions it. Show the receipt at the one-stop office so they can check.

reason-id-reused = This dossier has the same number as another one. Its content is not wrong: just file it again.
reason-device-fork = This device seems to have been restored from an old copy, so the portal did not accept it. Press “Update”, then file it again.
reason-signature-invalid = This device's signature does not match the content. File it again; if it comes back again, ask at the one-stop office.
reason-type-unknown = The province's portal does not take this kind of request yet. File it at the one-stop office.
reason-body-invalid = The portal could not read what was filled in. Check every field, then file it again.
reason-body-too-large = What is filled in is longer than the portal accepts. Shorten it, then file again.
reason-too-many-blobs = There are more attached papers than the portal accepts. Split them into several dossiers, then file again.
reason-blob-missing = The portal is still missing an attached paper. This device will send the rest.
reason-blob-damaged = An attached paper was damaged on the way. Remove it, photograph or choose it again, then file again.
reason-blob-too-large = An attached paper is empty or larger than 6 MB. Photograph it again or choose a smaller file, then file again.
reason-behind = This request is waiting for the one sent before it. There is nothing for you to do.
reason-parent = The request sent before it was not taken, so this one was not either. Correct the earlier one, then send again.
reason-superseded = You cancelled it, or sent another one in its place.
reason-too-late = What was to be replaced is final, so it cannot be replaced any more. Look at the dossier's status.
reason-version-conflict = The dossier has changed at the portal since. Update, look at it again, then send again.
reason-entity-unknown = The portal cannot find this dossier or paper. Update, then look at the list again.
reason-procedure-unknown = The province no longer takes this procedure. Look for the one that replaced it, or ask at the one-stop office.
reason-person-unknown = The portal has no such person in your family. Look at Family, add them again, then begin a new dossier.
reason-consent-missing = The consent that must be there, of this person or of you, is missing. Add them again, read the text and tick it.
reason-status-forbids = The dossier is at a step that does not allow this. Look at the dossier's status.
reason-amount-changed = The office has changed the amount of this fee, so this payment was not taken. If you have transferred the old amount, it goes back to the account it came from. Look at the new amount, then pay again.
reason-already-paid = This fee is paid already. You do not have to pay it again.
reason-payment-waits = Another payment of this fee is waiting to be confirmed. If you have made the transfer, do not make it again.
reason-office-refused = The office did not take the earlier one. Correct it as the office wrote, then file again.
reason-receipt-invalid = The portal says it was received, but this device could not verify the receipt. The content is still here, and the next update asks again.
reason-other = The portal did not take it and gave no reason that this app understands. Check it and file it again, or ask at the one-stop office.

command-waiting = Waiting to be sent
command-sent = Sent, waiting for the portal's answer
command-deferred = The portal is waiting for the rest of it
command-received = Received by the portal
command-returned = Sent back
command-dossier-submit = File a dossier
command-dossier-supplement = Supply papers
command-dossier-withdraw = Withdraw a dossier
command-dossier-rate = Rate a dossier
command-petition-submit = Send a petition
command-fee-pay = Pay a fee
command-paper-add = Send a paper to the portal
command-paper-remove = Delete a paper at the portal
command-dependant-add = Add somebody to the family
command-dependant-remove = Remove somebody from the family
command-cancel = Cancel
command-other = Other request

kind-identity-card = Identity card
kind-birth-certificate = Birth certificate
kind-driving-licence = Driving licence
kind-health-insurance = Health insurance card
kind-marriage-certificate = Marriage certificate
kind-land-certificate = Land use certificate
kind-passport = Passport
kind-diploma = Diploma
kind-other = Other paper
source-own-upload = Added by you
source-dossier-result = Result of a dossier
source-dossier-component = Filed with a dossier
source-national-store = National data store
paper-waiting = Only on this device, waiting to be sent
paper-kept = On this device and at the portal
paper-portal = At the portal, not on this device yet
paper-returned = Not taken by the portal, still on this device
paper-unconfirmed = On this device, no longer mentioned by the portal
paper-deleting = Being deleted: the portal has yet to do so
paper-not-deleted = Not deleted by the portal

channel-online = Online
channel-post = By post
channel-in-person = In person
time-hours = { $count ->
    [one] { $number } working hour
   *[other] { $number } working hours
}
time-working-days = { $count ->
    [one] { $number } working day
   *[other] { $number } working days
}
time-days = { $count ->
    [one] { $number } day
   *[other] { $number } days
}
time-months = { $count ->
    [one] { $number } month
   *[other] { $number } months
}
time-without-unit = { $number } (the source does not say whether hours, days or months)
fee-amount = { $amount } đồng
fee-free-but-amount = Labelled free of charge, but with a sum of { $amount } đồng
fee-free = Free of charge
fee-free-but-note = Labelled free of charge, but with a note:
fee-as-noted = As noted:
fee-unknown = The source gives no fee
flag-detail-suspect = The details below may belong to another procedure. Ask at the one-stop office before you prepare papers.
flag-time-unit-uncertain = A time limit given in days may really be in hours or months.
flag-time-unit-missing = A time limit does not say whether it is hours, days or months.
flag-fee-contradicted = A fee is labelled free of charge while its note names a sum. Read the note.
flag-fallback-page = The details come from a page that stands in for the original and may be incomplete.

sex-male = Male
sex-female = Female
platform-linux = Linux computer
platform-windows = Windows computer
platform-macos = Mac
platform-android = Android phone
platform-ios = iPhone or iPad
platform-other = Other device
