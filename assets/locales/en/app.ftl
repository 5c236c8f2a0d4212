app-name = Công Dân Số
other-language = Tiếng Việt
test-portal = Test version: no person and no dossier here is real.

opening = Opening…
working = Working…
go-on = Continue
back = Back
finish = Finish
understood = Got it
nothing-chosen = Choose something on the left to see it here.

skip-to-content = Skip to content
tabs = Main sections
tab-home = Home
tab-dossiers = Dossiers
tab-code = QR code
tab-papers = Papers
tab-personal = Me

lock-now = Lock
guest-session = Shared session: when it ends, nothing stays on this device.
end-guest = End session
end-guest-unsent = There are dossiers or drafts that were not sent. If you end now, they are gone for good. If there is a network, file the drafts, press “Update” and wait until all is sent.
end-guest-no = Stay
end-guest-yes = End anyway

connection = Update status
connection-sending = Sending: { $percent } %
connection-sending-now = Sending to the portal.
connection-asking = Updating…
connection-fetching = Fetching papers…
connection-offline = No network: everything saved can still be read.
connection-failed = The last update did not go through.
connection-updated = Updated { $age }
connection-up-to-date = Up to date.
connection-never = Not updated yet
connection-waiting = { $count ->
    [one] { $count } item waiting to be sent
   *[other] { $count } items waiting to be sent
}
connection-next-try = Will try again at { $time }
connection-open-to-send = Open the app when there is a signal to send.
sync-now = Update

age-now = just now
age-minutes = { $minutes ->
    [one] { $minutes } minute ago
   *[other] { $minutes } minutes ago
}
age-hours = { $hours ->
    [one] { $hours } hour ago
   *[other] { $hours } hours ago
}
age-yesterday = yesterday { $time }

idle-soon = The app is about to lock because it has not been used for a while.
idle-seconds = { $seconds ->
    [one] The app locks in { $seconds } second. What you have typed stays.
   *[other] The app locks in { $seconds } seconds. What you have typed stays.
}
idle-soon-guest = The shared session is about to end because it has not been used for a while.
idle-seconds-guest = { $seconds ->
    [one] The session ends in { $seconds } second. What was not sent will be gone for good.
   *[other] The session ends in { $seconds } seconds. What was not sent will be gone for good.
}
stay = Keep using it

fault = Something went wrong and this screen has stopped. What was saved is safe on this device. Open the screen again and go on.
fault-reload = Open again
copy = Copy
copy-done = Copied.
copy-refused = The device does not allow copying. Select the text above and copy it.
