papers-title = My papers
papers-add = Add a paper
papers-empty = You have no papers here yet.
papers-empty-advice = Photograph the papers you often need or choose their files: you can see them without a signal and attach them to a dossier with one touch.
papers-search = Search the papers
papers-all-kinds = All kinds
papers-none-found = No such paper.
papers-not-here-yet = Your papers are not on this device yet. Update when there is a network.
papers-expires = Valid until { $date }
papers-expires-soon = { $days ->
    [0] Expires today, { $date }
    [one] { $days } day left, until { $date }
   *[other] { $days } days left, until { $date }
}
papers-expired = Expired since { $date }

paper-returned-advice = The portal did not take this paper. It is still on this device; you can add it again with a clearer picture or another file.
paper-unconfirmed-advice = The portal received this paper and no longer mentions it: perhaps you deleted it on another device. It is still on this device; you can save it as a file or delete it.
paper-opening = Opening the paper…
paper-not-here = This paper is at the portal and not on this device yet. Open it again when there is a network.
paper-try-again = Try again
paper-pages = Pages of the paper
paper-page-alt = Picture of page { $page } of { $pages }
paper-page-of = Page { $page } of { $pages }
paper-previous = Previous page
paper-next = Next page
paper-larger = Zoom in
paper-smaller = Zoom out
paper-about = About the paper
paper-about-kind = Kind
paper-about-person = Whose
paper-about-number = Number
paper-about-source = Source
paper-about-added = Added
paper-about-expires = Valid until
paper-about-size = File

paper-deleting-advice = This paper is being deleted and cannot be opened any more. It leaves the list once there is a network and the portal has deleted it.
paper-not-deleted-advice = The portal did not delete this paper, so it is still here. You can ask for it again.
paper-share = Save as a file
paper-share-ask = The file leaves the app and is no longer protected: whoever has it can read it. Save it only where you trust the place.
paper-share-yes = Choose a place
paper-shared = The file is saved. Delete it when you no longer need it.
paper-print = Print
paper-delete = Delete
paper-delete-ask = Delete this paper from this device and from the portal? Once the request is sent, it cannot be had back. The portal keeps copies that were filed with dossiers, since offices need them.
paper-delete-ask-result = Take this result of a dossier off this device and off your list of papers? Once the request is sent, it cannot be had back here. The original stays in the archive of the office that issued it.
paper-delete-ask-here = Delete this paper? It is on this device alone and will be gone for good.
paper-delete-yes = Delete the paper
paper-delete-undo = Do not delete it
paper-ask-no = No

add-paper-title = Add a paper
add-paper-intro = A paper is safely stored on this device as soon as you add it, and sent to the portal when there is a network.
add-paper-kind = Kind of paper
add-paper-name = A name to find it by
add-paper-name-hint = Such as: my child's birth certificate. If left empty, the kind's name is used.
add-paper-file = Choose a file
add-paper-photo = Take a picture
add-paper-limits = JPEG or PNG pictures and PDF files of at most 6 MB. Photograph it in good light with all four corners in sight.
add-paper-pages = Pages
add-paper-cut = Cut page { $page }
add-paper-earlier = Move page { $page } up
add-paper-remove = Remove page { $page }
add-paper-file-more = Add a page from a file
add-paper-photo-more = Photograph another page
add-paper-number-hint = The number printed on the paper, if there is one.
add-paper-expires-hint = Day/month/year, if the paper expires. The app reminds you 60 and 30 days before.
add-paper-date-invalid = There is no such day. Write it as 31/01/2030.
add-paper-keep = Keep the paper

crop-title = Cut out the page
crop-hint = Drag the four handles to the corners of the sheet, or choose a handle and use the arrow keys.
crop-picture = The picture just taken or chosen
crop-top-left = Upper left corner
crop-top-right = Upper right corner
crop-bottom-right = Lower right corner
crop-bottom-left = Lower left corner
crop-cut = Cut at the corners
crop-whole = Keep the whole picture
