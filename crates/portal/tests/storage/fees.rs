//! The contract on fees and orders.

use cds_portal::Storage;
use cds_portal::storage::{OrderStanding, PaymentOrder, StorageError, Tx};

fn write<T>(storage: &dyn Storage, work: impl FnOnce(&dyn Tx) -> Result<T, StorageError>) -> T {
    storage.write(work).expect("written")
}

fn order(key: &str, fee: &str, waits_until: i64) -> PaymentOrder {
    PaymentOrder {
        key: key.to_owned(),
        account: "account".to_owned(),
        fee: fee.to_owned(),
        amount: 50_000,
        waits_until,
        registered: false,
        state: OrderStanding::Waiting,
    }
}

pub(crate) fn a_fee_is_found_by_its_dossier_and_its_account_by_the_fee(storage: &dyn Storage) {
    write(storage, |tx| {
        for (account, dossier, fee) in [("a", "d1", "f2"), ("a", "d1", "f1"), ("a", "d2", "f3"), ("b", "d1", "f4")] {
            tx.add_fee(account, dossier, fee)?;
        }
        assert_eq!(tx.fees_of("a", "d1")?, ["f1", "f2"]);
        assert!(tx.fees_of("b", "d2")?.is_empty());
        assert_eq!(tx.account_of_fee("f4")?.as_deref(), Some("b"));
        assert_eq!(tx.account_of_fee("f5")?, None);
        Ok(())
    });
}

pub(crate) fn an_order_is_made_once_and_open_until_it_is_over(storage: &dyn Storage) {
    write(storage, |tx| {
        tx.add_fee("account", "d1", "f1")?;
        assert!(tx.add_order(&order("k1", "f1", 10))? && tx.add_order(&order("k2", "f1", 20))?);
        assert!(!tx.add_order(&PaymentOrder { amount: 1, ..order("k1", "f1", 99) })?);
        assert_eq!(tx.order("k1")?, Some(order("k1", "f1", 10)), "as it was made first");
        let open = |most| Ok::<_, StorageError>(tx.open_orders("account", most)?.into_iter().map(|one| one.key));
        assert_eq!(open(9)?.collect::<Vec<_>>(), ["k1", "k2"]);
        tx.note_asked("k1", 5)?;
        assert_eq!(open(9)?.collect::<Vec<_>>(), ["k2", "k1"]);
        assert_eq!(open(1)?.collect::<Vec<_>>(), ["k2"], "the one that was not asked about for longest");
        tx.move_order("k2", OrderStanding::Expired)?;
        tx.move_order("k1", OrderStanding::Paid)?;
        assert_eq!(open(9)?.collect::<Vec<_>>(), ["k2"]);
        let moved = tx.orders_of("f1")?;
        assert_eq!(
            moved.iter().map(|one| (one.registered, one.state)).collect::<Vec<_>>(),
            [(true, OrderStanding::Paid), (true, OrderStanding::Expired)]
        );
        tx.move_order("k2", OrderStanding::Closed)?;
        assert!(tx.open_orders("account", 9)?.is_empty() && tx.open_orders("another", 9)?.is_empty());
        Ok(())
    });
}
