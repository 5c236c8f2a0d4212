//! What is likeliest comes first.

/// The `most` best, the best first; of equals the one that came first.
///
/// Worths are sorted and not what they are the worth of: the same code for all, since each sort of its own would be 4 kB
/// in a webview.
pub(crate) fn best<T>(found: Vec<T>, most: usize, worth: impl Fn(&T) -> f32) -> Vec<T> {
    let mut order: Vec<(f32, usize)> = found.iter().map(worth).enumerate().map(|(at, worth)| (worth, at)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut found: Vec<Option<T>> = found.into_iter().map(Some).collect();
    order.into_iter().take(most).filter_map(|(_, at)| found.get_mut(at)?.take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first_and_equals_in_their_order() {
        let found = vec![("a", 1.0), ("b", 3.0), ("c", 1.0), ("d", -2.0), ("e", 3.0)];
        let names = |most| best(found.clone(), most, |(_, worth)| *worth).into_iter().map(|(name, _)| name).collect();
        let all: Vec<&str> = names(9);
        assert_eq!(all, ["b", "e", "a", "c", "d"]);
        let three: Vec<&str> = names(3);
        assert_eq!(three, ["b", "e", "a"]);
    }
}
