# Outside the lock screen: forgotten PIN, emptied keystore, beginning anew. In the app: changing the PIN.
forgotten-pin = Forgotten the PIN?
forgotten-passphrase = Forgotten the passphrase?
recovery-go-on = Open the data again
unlock-recovery-asked = You have asked to have the data on this device opened again. It can be opened from { $time }.
unlock-try-now = You can try again now.
asking-keystore = Asking the device's keystore…
try-again = Try again

recovery-title = Opening again with a forgotten PIN
recovery-emptied-title = The device's keystore is empty
recovery-emptied = The device no longer holds the app's key, for instance after the system was installed anew. Your data is still on this device. The old PIN and the portal are needed to open it again.
recovery-sign-in = You sign in once more, which needs a network, and choose a new PIN.
recovery-waits = The portal waits 24 hours before it lets it be opened, so that you hear of it if somebody pretends to be you. With your identity card at the one-stop office it is done at once.
recovery-told = Your other devices are told.
recovery-kept = Nothing is deleted: drafts and dossiers that were not sent stay as they are.
recovery-old-pin = Old PIN
recovery-old-pin-hint = The PIN that was used on this device until now.
recovery-prove-title = Confirm, and choose a new PIN
recovery-new-pin-hint = 6 digits, nothing easily guessed such as 123456 or 000000.
recovery-waiting-title = Your request is noted
recovery-ready-title = It can be opened now
recovery-waiting-until = It can be opened from { $time }.
recovery-hours-left = { $count ->
    [one] About { $count } hour left.
   *[other] About { $count } hours left.
}
recovery-minutes-left = { $count ->
    [one] About { $count } minute left.
   *[other] About { $count } minutes left.
}
recovery-remembered = You may close the app: the request is remembered on this device and at the portal. When the time has come, open the app again and choose “Open the data again”.
recovery-officer = You would rather not wait? Take your identity card to the one-stop office, have an officer release it at once, then choose “Continue”.
recovery-type-again = The personal number, the code and the new PIN must be typed again, since outside of the locked vault this device keeps nothing about you.
recovery-ready = Sign in again and choose a new PIN. The data on this device is untouched.

start-over-offer = Does this not work?
start-over-offer-pin = Forgotten the old PIN, too?
start-over-open = Begin anew
start-over-title = Begin anew
start-over-passphrase = Only you know the passphrase: nobody can help to open the data, not even the portal. If it may still come back to your mind, try again first.
start-over-possible = The portal can still help you to open this data, and nothing would be lost. Begin anew only if that did not work.
start-over-pin = With both the old PIN and the device's key lost, nobody can open the old data.
start-over-lost = No longer readable: drafts, dossiers and papers on this device that were not sent.
start-over-kept = Still there: everything that the portal has received. It is fetched again.
start-over-aside = The old data is set aside, still locked, and not deleted. You can delete it later, under Me, Storage.
start-over-own = Only the person whose data is on this device can begin anew, with their own sign-in.
start-over = I want to begin anew
start-over-ask = What was not sent from this device can then no longer be read. Do you really want to begin anew?
start-over-yes = Begin anew
start-over-no = No, go back

change-pin-title = Change the PIN
change-pin-detail = What opens the app on this device
change-passphrase-title = Change the passphrase
change-passphrase-detail = What opens the app on this device
change-secret-intro = The new one counts at once on this device. Your other devices stay as they are. No network is needed.
change-secret = Change
pin-until-now = Present PIN
pin-new = New PIN
pin-changed = Changed. From now on open the app with the new PIN; the old one no longer works.
passphrase-until-now = Present passphrase
passphrase-new = New passphrase
passphrase-changed = Changed. From now on open the app with the new passphrase; the old one no longer works.

devices-this-ends = To leave this device, use Sign out under Me.
revoke-device-of = Revoke: { $platform }
revoke-device-ask = Revoke “{ $platform }”, first signed in at { $time }? When it next has a network it locks and deletes what it has fetched; it sends and receives nothing more, and the QR code on it no longer counts. What it has not sent stays sealed on it. To be used again it must sign in as a new device, with the identity card.
revoke-device-yes = Revoke
revoke-device-no = No
revoke-device-done = Revoked. The list is right after the next update.

set-aside-title = Old data that was set aside
set-aside-intro = When you began anew, the old data that could not be opened was set aside on this device, still locked. If you are sure that you no longer need it, you can delete it.
set-aside-drop = Delete the old data ({ $size })
set-aside-drop-ask = Delete this old data for good? What was not sent in it will be lost and cannot be brought back.
set-aside-drop-yes = Delete for good
set-aside-drop-no = Keep it
