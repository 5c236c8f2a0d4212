dossiers-mine = My dossiers
dossiers-empty = You have no dossier in this province.
dossiers-not-here-yet = Your dossiers are not on this device yet. Update when there is a network.
dossiers-incomplete = The list is still being fetched and may be incomplete.
find-procedure = Find a procedure to file
open-outbox = { $count ->
    [one] { $count } item waiting to be sent
   *[other] { $count } items waiting to be sent
}
dossier-your-turn = Your turn
dossier-no-code = no code yet
dossier-no-code-waiting = no code yet – waiting to be sent

dossier-reason = Why it was sent back:
dossier-office-wrote = The office wrote:
dossier-no-reason = No reason has reached this app. Ask at the one-stop office and bring the dossier's code.
dossier-due = Result due: { $time }
dossier-changed = Changed { $time }
time-left-days = { $count ->
    [one] { $count } working day left.
   *[other] { $count } working days left.
}
time-left-hours = { $count ->
    [one] { $count } working hour left.
   *[other] { $count } working hours left.
}
time-left-paused = The office is waiting for you. This time does not count towards the due date.
time-late-days = { $count ->
    [one] { $count } working day late. The office owes you a letter of apology and a new date.
   *[other] { $count } working days late. The office owes you a letter of apology and a new date.
}
time-late-hours = { $count ->
    [one] { $count } working hour late. The office owes you a letter of apology and a new date.
   *[other] { $count } working hours late. The office owes you a letter of apology and a new date.
}
withdraw = Ask to withdraw this dossier
withdraw-ask = Ask the office to stop and withdraw this dossier? Once it agrees, the dossier ends without a result.
withdraw-reason = Reason (optional)
withdraw-yes = Ask to withdraw it
withdraw-no = No, carry on with it
outbox-cancel-withdraw-ask = Keep the dossier after all? If the office has not received the request yet, work on the dossier goes on.
dossier-go-on = Continue filling in
dossier-file-again = File this again
dossier-cancel = Cancel, do not send
dossier-cancel-ask = Cancel and do not file it? What you filled in becomes a draft again; nothing is lost.
dossier-cancel-ask-sent = It has been sent already. If the portal has not received it, it becomes a draft again; if it has, it cannot be cancelled. Cancel all the same?
dossier-cancel-yes = Cancel it
dossier-cancel-no = No, send it
dossier-time-line = What has happened
step-confirmed = You confirmed it
step-received = Received by the portal
receipt = Receipt
receipt-verified = The province's signature was checked. The receipt is kept on this device.
receipt-received-at = Received by the portal
receipt-code = Code on receipt
dossier-about = About the dossier
dossier-agency = Office
dossier-filed-at = Filed
dossier-procedure-code = Procedure code
dossier-open-procedure = See the procedure
dossier-filled-in = What you filled in
dossier-papers = Attached papers

outbox-title = Waiting to be sent
outbox-intro = Everything is safely stored on this device. It is sent automatically when there is a network.
outbox-intro-phone = Everything is safely stored on this device. Open the app when there is a signal to send it.
outbox-empty = Nothing is waiting to be sent.
outbox-missing = { $count ->
    [one] This device is missing { $count } request you confirmed, perhaps because its data was restored from an old copy. Look through your dossiers and file again any you do not find.
   *[other] This device is missing { $count } requests you confirmed, perhaps because its data was restored from an old copy. Look through your dossiers and file again any you do not find.
}
outbox-confirmed = you confirmed it { $time }
outbox-cancel = Cancel, do not send
outbox-cancel-paper-ask = Cancel sending this paper? It is only on this device and will be deleted.
outbox-cancel-remove-ask = Keep this paper after all? If the request was sent, the portal may have deleted it already.
outbox-taken-back = Cancelled. What you filled in is still here, as a draft.
outbox-open-draft = See the draft
outbox-done = Answered by the portal

form-title = Fill in a dossier
form-office = Goes to: { $commune }
form-office-code = Goes to: the commune with code { $code }
form-office-own = Goes to: the commune where you live
form-nothing-lost = Everything you filled in is still here, below.
form-papers-more = { $count ->
    [one] See { $count } more paper
   *[other] See { $count } more papers
}
form-attached = Attached: { $kind }, { $size }
form-attach-file = Choose a file
form-attach-photo = Take a picture
form-attach-paper = Kept paper
form-detach = Remove
form-choose-paper = Choose a kept paper
form-choose-cancel = Choose none
form-no-papers = You have not kept any paper in the app yet.
media-pdf = PDF file
media-picture = picture
form-saving = Saving…
form-saved = Saved on this device
form-saved-at = Saved on this device at { $time }
form-not-saved = The last change is not saved yet
save-again = Save again
form-delete = Delete the draft
form-delete-ask = Delete this draft? What was filled in and the papers with it will be lost for good.
form-delete-yes = Delete
form-delete-no = Keep it

review-title = Check before filing
review-no-papers = No papers are attached.
review-missing = These papers are still missing:
review-missing-more = { $count ->
    [one] and { $count } more paper.
   *[other] and { $count } more papers.
}
review-missing-still = You can send it all the same. The office may ask for them.
review-what-follows = Once you file it, it is safely stored on this device and sent automatically when there is a network. Until the portal has it, you can cancel.
review-what-follows-phone = Once you file it, it is safely stored on this device and sent while the app is open and there is a signal. Until the portal has it, you can cancel.
review-what-follows-guest = Once you file it, it is sent at once if there is a network. Wait until it is sent before you end the session, or it is gone for good.
review-confirm = File the dossier
review-edit = Change it
