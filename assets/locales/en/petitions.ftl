petitions-mine = My petitions
petition = Petition
petition-send = Send a petition
petition-send-hint = Litter, broken roads, no water, how you were treated… You can write it without a network.
petition-review-title = Check before sending
petition-what-follows = Once you send it, it is safely stored on this device and goes out automatically when there is a network. Until the portal has it, you can cancel.
petition-what-follows-phone = Once you send it, it is safely stored on this device and goes out while the app is open and there is a signal. Until the portal has it, you can cancel.
petition-what-follows-guest = Once you send it, it goes out at once if there is a network. Wait until it is sent before you end the session, or it is gone for good.
petition-cancel-ask = Cancel and do not send it? If the portal has not received it, it becomes a draft again; if it has, it cannot be cancelled.
petition-about = About the petition
petition-text = What you wrote
petition-place = Place
petition-commune = Goes to
petition-photos = Attached photographs

petition-environment = Environment
petition-traffic = Traffic and roads
petition-utilities = Electricity and water
petition-land-building = Land and building
petition-security = Security and order
petition-social-policy = Social policy
petition-officials-conduct = Conduct of officials
petition-other = Something else

petition-registered = Sent
petition-processing = Being worked on
petition-answered = Answered
petition-refused = Not taken up
petition-status-other = A new step that this version of the app does not know

petition-next-registered = The office will look at it. There is nothing for you to do now.
petition-next-processing = The office is working on it. There is nothing for you to do now.
petition-next-answered = The office has answered. If you do not agree, you can send another petition.
petition-next-refused = The office does not take it up. Read the reason it gave; if you still need it, correct it and send it again.
petition-next-other = Update the app to see more.
