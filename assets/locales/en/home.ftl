hello = Hello
hello-name = Hello, { $name }
new-here = Done. From now on you open the app with the PIN or passphrase you have just chosen, without a network. Your dossiers and papers are fetched to this device, so you can read them without a signal too.

alerts-title = Alerts
alerts-holding = In force
alerts-expired = No longer in force
alerts-expired-count = { $count ->
    [one] { $count } alert no longer in force
   *[other] { $count } alerts no longer in force
}
alerts-all = See alerts in full
alerts-more = See all { $count } alerts in force
alerts-none = There is no alert right now.
alerts-stale = Last updated { $age }; there may be new alerts.
alerts-never = Not updated yet; there may be alerts that this device has not received.
alert-level-1 = Level 1 – low risk
alert-level-2 = Level 2 – moderate risk
alert-level-3 = Level 3 – high risk
alert-level-4 = Level 4 – very high risk
alert-level-5 = Level 5 – disaster
alert-no-level = Notice
alert-expired = No longer in force
alert-sent = Sent { $age }
alert-until = in force until { $time }

todo-title = What to do
todo-none = There is nothing you must do right now.
todo-none-stale = As of the last update ({ $age }) there is nothing you must do. That may have changed.
todo-mark = Your turn
todo-returned = It was sent back. See why, correct it and file it again.
todo-returned-mark = Sent back
todo-supplement = Add the papers that the office asks for.
todo-supplement-waits = You have added what was asked for; waiting for the portal to receive it.
todo-supplement-waits-mark = Waiting to be received
todo-payment-waits = Waiting for the payment to be confirmed. If you have made the transfer, do not make it again.
todo-payment = Pay the amount the office has asked for.
todo-collect = The result is ready. Open the dossier to see how to get it.
todo-draft = Continue filling it in, then file it. Last saved { $age }.
todo-draft-mark = Being filled in
todo-expires = Expires on { $day }. Renew it in good time.
todo-expires-mark = Expires soon
todo-expired = Expired on { $day }.
todo-expired-mark = Expired

home-search = What do you need to do?
home-search-hint = With or without Vietnamese marks, such as: khai sinh.
home-search-go = Search
home-events-title = By life event
home-all-services = Essential services

lost-title = This device has lost something
lost-intro = The device’s memory was damaged. Everything that could be read is saved and is sent as usual. This could not be read:
lost-intro-set-aside = PIN and keystore were both lost, so the earlier data on this device cannot be opened any more. It was set aside, not deleted. This cannot be read:
lost-what-to-do = Fill in these drafts again. For what you had filed, look through your dossiers and papers after the next update, and file again what you do not find.
lost-draft = A dossier being filled in
lost-dossier = A dossier you filed
lost-petition = A petition that was sent
lost-paper = A paper
lost-attachment = A paper attached to
lost-request = A request you confirmed
lost-vault = Whatever had not been sent before you signed in anew
lost-nameless = one or more, whose names could not be read
lost-made = from { $time }
