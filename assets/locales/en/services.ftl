services-title = Find a procedure
services-search-go = Search
services-life-events = By life event
search-label = What do you need to do?
search-hint = Vietnamese words, with or without marks, such as khai sinh; or a procedure code such as 1.001193.
search-essential = Essential services
search-found = Procedures found
search-count = { $count ->
    [one] { $count } procedure
   *[other] { $count } procedures
}
search-nothing = No procedure was found.
search-nothing-advice = Try fewer or other words, clear the field to look by life event, or ask at the one-stop office.
narrow = Narrow the results
narrowed = { $count ->
    [one] Narrowed by one choice
   *[other] Narrowed by { $count } choices
}
narrow-all = All
narrow-field = Field
narrow-level = Level
narrow-channel = How to file
catalogue-built-in = The copy that comes with the app, of { $day }: the essential services alone. Once you have signed in and have a network, the app downloads the whole and newer catalogue.
read-services = Read the essential services without signing in
life-event-intro = Procedures often needed for this:
life-event-empty = The catalogue on this device has no procedure for this.
procedure-essential-mark = Essential
procedure-superseded-mark = Replaced
procedure-no-longer-mark = No longer in force
procedure-not-yet-mark = Not yet in force

whole-name = See the full name
procedure-file = File a dossier
procedure-file-hint = You can fill it in without a network. The draft is saved on this device automatically.
procedure-sign-in-to-file = Sign in to fill in and file a dossier.
procedure-begun = You have begun a dossier for this procedure, saved { $time }.
procedure-superseded = This procedure has been replaced by another one.
procedure-open-successor = See the procedure that replaced it
procedure-doubts = What to know about the details below:
procedure-channels = Ways to file, time limits and fees
procedure-time = Time limit
procedure-fee = Fees
time-unknown = The source gives no time limit
procedure-papers = Papers you need
procedure-cases = The papers come in groups. Look for the one that fits your case.
procedure-case = Group { $number }
procedure-more-papers = { $count ->
    [one] See { $count } more entry
   *[other] See { $count } more entries
}
procedure-remark = Remark
paper-originals = { $count ->
    [one] { $count } original
   *[other] { $count } originals
}
paper-copies = { $count ->
    [one] { $count } copy
   *[other] { $count } copies
}
paper-both = { $originals ->
    [one] { $originals } original
   *[other] { $originals } originals
}, { $copies ->
    [one] { $copies } copy
   *[other] { $copies } copies
}
procedure-conditions = Conditions
procedure-steps = Steps
procedure-read-all = Read all of it
procedure-results = What you get
procedure-about = About the procedure
procedure-agency = Office
procedure-levels = Handled at level
procedure-audience = For
procedure-decision = Published by decision
procedure-valid-from = Valid from
procedure-valid-to = Valid until
procedure-code = Procedure code
procedure-legal = Legal grounds ({ $count })
procedure-text = Share
procedure-text-print = Share or print
procedure-text-hint = The procedure as plain text. Copy it into a message.
