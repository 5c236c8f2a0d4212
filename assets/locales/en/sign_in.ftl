intro-step = { $step } / { $last }
intro-what-title = Papers and dossiers in your pocket
intro-what = Find a procedure, file a dossier, follow it and keep your papers: in one place, on this device.
intro-offline-title = It works with no signal
intro-offline = You can read your papers, fill in forms and file them without a network. The app keeps them and sends them when there is a signal.
intro-locked-title = Only you can open it
intro-locked = Your data is locked on this device with a PIN or passphrase only you know. Nobody else can read it, even if the device is lost.
intro-skip = Skip
intro-start = Start

sign-in-title = Sign in
sign-in-intro = You do this only once on this device. Afterwards you can read your dossiers without a signal.
sign-in-again = Sign in again
sign-in-again-intro = The portal no longer knows this device. Sign in again to go on sending and receiving; the data on this device is untouched.
personal-number = Personal number
personal-number-hint = 12 digits, on the front of the identity card.
phone = Phone number
phone-hint = The one registered with the province, such as 0900 000 001.
card-issue-date = Issue date of the identity card
card-issue-date-hint = Day/month/year, such as 20/05/2021.
guest = This is a shared device
guest-hint = When you are done, nothing of yours stays on it.
otp-title = Enter the code
otp-intro = If the personal number and the phone number belong together, a code of 6 digits is on its way by text message. { $minutes ->
    [one] It is good for { $minutes } minute.
   *[other] It is good for { $minutes } minutes.
}
otp = Code

secret-pin = PIN
secret-passphrase = Passphrase
secret-again = { $secret } (type it again)
secrets-differ = The two are not the same. Nothing has changed. Type them again.
choose-pin-title = Choose a PIN
choose-pin-intro = The PIN has 6 digits and opens the app on this device. Avoid what is easily guessed, such as 123456 or 000000.
choose-passphrase-title = Choose a passphrase
choose-passphrase-intro = This device has no secure keystore, so a passphrase of at least 10 characters takes the place of a PIN. A sentence that is easy to remember is best.

unlock-title = Unlock
unlock-intro = Unlocking needs no network.
unlock-tries-left = { $count ->
    [one] { $count } try left before you must wait.
   *[other] { $count } tries left before you must wait.
}
unlock-wait-minutes = { $count ->
    [one] You can try again in { $count } minute.
   *[other] You can try again in { $count } minutes.
}
unlock-wait-seconds = { $count ->
    [one] You can try again in { $count } second.
   *[other] You can try again in { $count } seconds.
}
open = Unlock
still-sending = { $count ->
    [one] Sending the last { $count } item. Leave the app open.
   *[other] Sending the last { $count } items. Leave the app open.
}
still-waiting = { $count ->
    [one] { $count } item still waiting to be sent.
   *[other] { $count } items still waiting to be sent.
}
