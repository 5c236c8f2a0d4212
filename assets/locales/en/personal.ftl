personal-title = Me
profile-birth-date = Date of birth
profile-sex = Sex
profile-commune = Residence
profile-province = Province or city
profile-not-yet = Your details are not on this device yet. Update when there is a network.
profile-wrong = Something wrong? Tell the one-stop office of your commune.
settings-title = Settings

display-title = Display
display-detail = Language, colours, text size
language-legend = Language
language-vietnamese = Tiếng Việt
language-english = English
theme-legend = Colours
theme-system = Same as the device
theme-light = Light
theme-dark = Dark
text-size-legend = Text size
text-size-normal = Normal
text-size-large = Large
text-size-larger = Larger
text-size-largest = Largest

devices-title = Signed-in devices
devices-detail = See them, spot one you do not know, and revoke it
devices-none = The list of signed-in devices is not on this device yet. Update when there is a network.
devices-unknown = One you do not know, or a lost one? Revoke it at once, then tell the one-stop office of your commune.
device-this = This device
device-since = First signed in on { $time }
device-ended = Signed out on { $time }

storage-title = Storage
storage-detail = How much room the app takes
storage-vault = Drafts, items waiting to be sent, receipts
storage-cache = Data fetched from the portal
storage-papers = Of that, papers
storage-procedures = Procedures you can look up without a network
storage-procedures-count = { $count ->
    [one] { $count } procedure
   *[other] { $count } procedures
}
forget-downloads = Delete fetched papers
forget-downloads-intro = Papers fetched from the portal can be deleted to make room, and fetched again when there is a network. What you have not sent stays.
forget-downloads-ask = Delete the fetched papers? Until there is a network you cannot see them on this device.
forget-downloads-yes = Delete
forget-downloads-no = Keep them
forget-downloads-done = Deleted. A paper is fetched again when you open it with a network.

sign-out-title = Sign out
sign-out-detail = Deletes your data from this device
sign-out-intro = Your data on this device will be deleted. What the portal has received stays there. To sign in again you need a network.
sign-out-now = Sign out
unsent = Only this device has: { $waiting ->
    [one] { $waiting } item waiting to be sent
   *[other] { $waiting } items waiting to be sent
}, { $drafts ->
    [one] { $drafts } draft
   *[other] { $drafts } drafts
}, { $papers ->
    [one] { $papers } paper that was not received
   *[other] { $papers } papers that were not received
}. Nothing was deleted. What do you want to do?
sign-out-send-hint = If there is a network, send now and sign out afterwards.
sign-out-send = Send now
sign-out-sending = Sending…
sign-out-sent = Everything that was waiting has been sent.
sign-out-keep-hint = Sign out and keep it locked on this device. It can be sent once you sign in again with the same PIN or passphrase.
sign-out-keep = Keep it and sign out
sign-out-discard-hint = Delete what was not sent with everything else. It cannot be brought back.
sign-out-discard = Discard it and sign out
sign-out-discard-sure = What was not sent will be gone for good. Are you sure?
sign-out-discard-no = Do not discard
sign-out-discard-yes = Discard for good
