//! Citizens of the demonstration, and what they do in the window from one screen to the next.

use anyhow::{Result, ensure};

use crate::{Portal, Window};

/// How often what the portal has sent is looked for.
const TRIES: u32 = 100;

/// A citizen of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct Citizen {
    /// Personal number.
    pub number: &'static str,
    /// Phone.
    pub phone: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Name of a procedure that this citizen has filed before.
    pub filed: &'static str,
}

/// Has dossiers in three statuses and four papers.
pub const FIRST: Citizen =
    Citizen { number: "004090000001", phone: "0900000001", name: "Lý A Thí", filed: "Đăng ký thường trú" };

/// Has two dossiers and two papers.
pub const SECOND: Citizen =
    Citizen { number: "004090000002", phone: "0900000002", name: "Nông Văn Hoà", filed: "Đăng ký kết hôn" };

/// What opens the vault in these tests.
pub const PIN: &str = "135790";

impl Window {
    /// Goes past the introduction of a first run.
    pub async fn skip_intro(&self) -> Result<()> {
        self.click("intro-skip").await?;
        self.wait("#personal-number").await
    }

    /// Signs in for a citizen of the demonstration with its one-time password.
    pub async fn sign_in(&self, portal: &Portal, citizen: &Citizen) -> Result<()> {
        self.say_who(portal, citizen).await?;
        self.click("continue").await
    }

    /// Fills in who one is, for a citizen of the demonstration, and the one-time password; sends nothing of that yet.
    pub async fn say_who(&self, portal: &Portal, citizen: &Citizen) -> Result<()> {
        self.type_into("personal-number", citizen.number).await?;
        self.type_into("phone", citizen.phone).await?;
        self.type_into("issued", "20/05/2021").await?;
        self.click("continue").await?;
        self.wait("#otp").await?;
        self.type_into("otp", &portal.last_otp(citizen.phone)?).await
    }

    /// At the lock screen: goes the other way in, and past what is explained there.
    pub async fn forgotten(&self) -> Result<()> {
        self.click("forgotten").await?;
        self.wait("#open-start-over").await?;
        self.click("continue").await?;
        self.wait("#personal-number").await
    }

    /// Asks the portal for its help, with a new PIN, and the old one where the keystore was emptied.
    pub async fn recover(&self, portal: &Portal, citizen: &Citizen, old: Option<&str>, chosen: &str) -> Result<()> {
        self.say_who(portal, citizen).await?;
        if let Some(old) = old {
            self.type_into("old-pin", old).await?;
        }
        self.type_into("secret", chosen).await?;
        self.type_into("secret-again", chosen).await?;
        self.click("continue").await
    }

    /// Chooses what locks the vault.
    pub async fn choose_secret(&self, secret: &str) -> Result<()> {
        self.wait("#secret-again").await?;
        self.type_into("secret", secret).await?;
        self.type_into("secret-again", secret).await?;
        self.click("continue").await
    }

    /// Signs in for the first time on this device, and waits for what the portal has.
    pub async fn enter(&self, portal: &Portal, citizen: &Citizen) -> Result<()> {
        self.skip_intro().await?;
        self.sign_in(portal, citizen).await?;
        self.choose_secret(PIN).await?;
        self.see_dossiers(citizen).await
    }

    /// Signs in for one session on a shared device, and waits for what the portal has.
    pub async fn enter_as_guest(&self, portal: &Portal, citizen: &Citizen) -> Result<()> {
        self.wait("#guest").await?;
        self.click("guest").await?;
        self.sign_in(portal, citizen).await?;
        self.wait("#end-guest").await?;
        self.see_dossiers(citizen).await
    }

    /// Opens the list of dossiers and waits for those that the portal has.
    pub async fn see_dossiers(&self, citizen: &Citizen) -> Result<()> {
        self.go("dossiers").await?;
        self.row("dossier", citizen.filed).await.map(drop)
    }

    /// Opens the vault.
    pub async fn unlock(&self, secret: &str) -> Result<()> {
        self.type_into("secret", secret).await?;
        self.click("continue").await
    }

    /// Tries a wrong PIN, and waits until it is refused.
    pub async fn unlock_wrongly(&self, secret: &str) -> Result<()> {
        self.unlock(secret).await?;
        let answered = "return document.querySelector('#secret')?.value === ''";
        self.until("the try is not answered", answered, &[]).await.map(drop)
    }

    /// Seconds until the next try is looked at, as the lock screen says in Vietnamese.
    pub async fn seconds_to_wait(&self) -> Result<u64> {
        let script =
            "return Number(document.getElementById('unlock-tries')?.innerText.match(/([0-9]+) giây/)?.[1] ?? 0)
            || null";
        let seconds = self.until("the lock screen says no time to wait", script, &[]).await?;
        Ok(seconds.as_u64().unwrap_or_default())
    }

    /// Opens the vault and sees the first screen.
    pub async fn come_in(&self) -> Result<()> {
        self.unlock(PIN).await?;
        self.wait("#tab-home").await
    }

    /// Looks a procedure up by its name on the first screen and opens its page.
    pub async fn find_procedure(&self, name: &str) -> Result<()> {
        self.go("home").await?;
        self.type_into("home-search", name).await?;
        self.click("home-search-go").await?;
        // First the essential services are there, then what was looked for: the best comes first.
        let best = "return document.getElementById('hit-0')?.innerText.includes(arguments[0]) ?? false";
        self.until(&format!("{name:?} is not found first"), best, &[name.into()]).await?;
        self.click("hit-0").await?;
        self.wait("#file").await?;
        let title = self.ask("return document.querySelector('h1').innerText").await?;
        ensure!(title.as_str() == Some(name), "looked for {name:?} and came to {title}");
        Ok(())
    }

    /// Looks a procedure up by its code and opens its page, once the catalogue has come.
    pub async fn open_procedure(&self, code: &str) -> Result<()> {
        let found = "return document.getElementById('hit-0')?.innerText.includes(arguments[0]) ?? false";
        for _ in 0..TRIES {
            self.go("home").await?;
            self.type_into("home-search", code).await?;
            self.click("home-search-go").await?;
            self.wait("#search-text").await?;
            self.painted().await?;
            if self.client.execute(found, vec![code.into()]).await? == true {
                self.click("hit-0").await?;
                return self.wait("#file").await;
            }
        }
        anyhow::bail!("no procedure has the code {code}")
    }

    /// Opens a new form of a procedure.
    pub async fn begin_form(&self, name: &str) -> Result<()> {
        self.find_procedure(name).await?;
        self.click("file").await?;
        self.wait("#field-noi_dung").await
    }

    /// Fills in what is asked for, and waits until it is saved.
    pub async fn ask_for(&self, content: &str) -> Result<()> {
        self.type_into("field-noi_dung", content).await?;
        self.saved().await?;
        let typed = self.value("field-noi_dung").await?;
        ensure!(typed == content, "of what was typed there is only {typed:?}");
        Ok(())
    }

    /// Waits until the form says that what is in it is saved on this device.
    pub async fn saved(&self) -> Result<()> {
        self.painted().await?;
        let script = "return document.getElementById('draft-saved')?.innerText.match(/Đã lưu|Saved/) != null";
        self.until("the draft is not said to be saved", script, &[]).await.map(drop)
    }

    /// Goes on with a draft that the first screen offers.
    pub async fn go_on_with(&self, name: &str) -> Result<()> {
        self.go("home").await?;
        self.click_row("todo", name).await?;
        self.until("no form opens", "return document.querySelector('#field-noi_dung, #go-on') !== null", &[]).await?;
        if self.has("#go-on").await? {
            self.click("go-on").await?;
        }
        self.wait("#field-noi_dung").await
    }

    /// Looks through what is filled in and files it. What must be sent waits from here on.
    pub async fn confirm(&self) -> Result<()> {
        self.click("review").await?;
        self.click("confirm").await?;
        self.wait_gone("#confirm").await?;
        self.wait("#standing").await
    }

    /// Files a dossier from the first screen on.
    pub async fn file(&self, name: &str, content: &str) -> Result<()> {
        self.begin_form(name).await?;
        self.ask_for(content).await?;
        self.confirm().await
    }

    /// Attaches a kept paper, which this device must have, as the form's paper of this number.
    pub async fn attach_kept(&self, number: usize, title: &str) -> Result<()> {
        self.click(&format!("attach-paper-{number}")).await?;
        self.click_row("choose", title).await?;
        self.wait(&format!("#detach-{number}")).await
    }

    /// Opens a dossier from the list.
    pub async fn open_dossier(&self, name: &str) -> Result<()> {
        self.go("dossiers").await?;
        self.click_row("dossier", name).await
    }

    /// Opens a paper from the list and sees its first page.
    pub async fn open_paper(&self, title: &str) -> Result<()> {
        self.go("papers").await?;
        self.click_row("paper", title).await?;
        self.wait_picture("page-picture").await
    }

    /// Asks for a synchronisation.
    pub async fn sync(&self) -> Result<()> {
        self.click("sync").await
    }

    /// Ends a guest's session, also where something would be lost by it.
    pub async fn end_guest(&self) -> Result<()> {
        self.click("end-guest").await?;
        let either = "return document.querySelector('#personal-number, #intro-skip, #end-guest-yes')?.id ?? null";
        let at = self.until("the guest's session does not end", either, &[]).await?;
        if at == "end-guest-yes" {
            self.click("end-guest-yes").await?;
        }
        self.wait_gone("#end-guest").await?;
        self.wait("#personal-number, #intro-skip").await
    }

    /// Fails where the page shows one of these words, also in its fields and attributes.
    pub async fn shows_none_of(&self, words: &[&str]) -> Result<()> {
        let script = "return document.documentElement.outerHTML
            + [...document.querySelectorAll('input, textarea')].map(field => field.value).join(' ')";
        let page = self.ask(script).await?;
        let page = page.as_str().unwrap_or_default();
        ensure!(page.contains("<body"), "the page could not be read");
        for word in words {
            ensure!(!page.contains(word), "the page shows {word:?}");
        }
        Ok(())
    }
}
