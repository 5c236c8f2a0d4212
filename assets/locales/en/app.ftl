app-name = Công Dân Số
other-language = Tiếng Việt
test-portal = Test version: no person and no dossier here is real.

opening = Opening…
working = Working…
go-on = Continue
back = Back
finish = Finish
open = Unlock

sign-in-title = Sign in
sign-in-intro = Only once on this device. Afterwards your dossiers can be read without any signal.
personal-number = Personal number
personal-number-hint = 12 digits, on the front of the identity card.
phone = Phone number
phone-hint = The one registered with the province, such as 0900 000 001.
card-issue-date = Issue date of the identity card
card-issue-date-hint = Day/month/year, such as 20/05/2021.
otp-title = Enter the code
otp-intro = If the personal number and the phone number belong together, a code of 6 digits is on its way by text message. { $minutes ->
    [one] It is good for { $minutes } minute.
   *[other] It is good for { $minutes } minutes.
}
otp = Code

secret-pin = PIN
secret-passphrase = Passphrase
secret-again = { $secret } (type it again)
secrets-differ = The two are not the same.
choose-pin-title = Choose a PIN
choose-pin-intro = The PIN has 6 digits and opens the app on this device. Avoid what is easily guessed, such as 123456 or 000000.
choose-passphrase-title = Choose a passphrase
choose-passphrase-intro = This device has no secure keystore, so a passphrase of at least 10 characters takes the place of a PIN. A sentence that is easy to remember is best.
unlock-title = Unlock
unlock-intro = Unlocking needs no network.

dossiers-title = My dossiers
dossiers-count = { $count ->
    [one] { $count } dossier
   *[other] { $count } dossiers
}
dossiers-none = You have no dossier in this province.
dossiers-not-yet = Your dossiers are not on this device yet. Update when there is a network.
last-contact = updated { $time }
never-contacted = The portal has never been reached from this device.
syncing = Updating…
sync-now = Update
lock-now = Lock now
no-code-yet = no code yet
your-turn = Your turn

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
state-received = Received by the portal
state-returned = Sent back
state-unconfirmed = Not confirmed by the portal since
