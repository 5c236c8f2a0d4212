papers-title = My papers
papers-add = Add a paper
papers-empty = You have no papers here yet.
papers-empty-advice = Photograph the papers you often need or choose their files: you can see them without a signal and attach them to a dossier with one touch.
papers-not-here-yet = Your papers are not on this device yet. Update when there is a network.
papers-expires = Valid until { $date }
papers-expires-soon = { $days ->
    [0] Expires today, { $date }
    [one] { $days } day left, until { $date }
   *[other] { $days } days left, until { $date }
}
papers-expired = Expired since { $date }

paper-returned-advice = The portal did not take this paper. It is still on this device; you can add it again with a clearer picture or another file.
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
paper-about-source = Source
paper-about-added = Added
paper-about-expires = Valid until
paper-about-size = File

add-paper-title = Add a paper
add-paper-intro = A paper is safely stored on this device as soon as you add it, and sent to the portal when there is a network.
add-paper-kind = Kind of paper
add-paper-name = A name to find it by
add-paper-name-hint = Such as: my child's birth certificate. If left empty, the kind's name is used.
add-paper-file = Choose a file
add-paper-photo = Take a picture
add-paper-limits = JPEG or PNG pictures and PDF files of at most 6 MB. Photograph it in good light with all four corners in sight.
