//! A small map that forgets what was not used for longest, bounded by weight. It must not grow beyond its bounds,
//! whatever is put in.

use std::collections::HashMap;
use std::hash::Hash;

/// Holds at most `entries` values of together at most `weight`.
pub struct Lru<K, V> {
    map: HashMap<K, Slot<V>>,
    clock: u64,
    weight: usize,
    most_weight: usize,
    most_entries: usize,
}

struct Slot<V> {
    value: V,
    weight: usize,
    used: u64,
}

impl<K: Hash + Eq + Clone, V> Lru<K, V> {
    pub fn new(most_entries: usize, most_weight: usize) -> Self {
        Self { map: HashMap::new(), clock: 0, weight: 0, most_weight, most_entries: most_entries.max(1) }
    }

    /// Marks the value as used.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        self.clock += 1;
        let slot = self.map.get_mut(key)?;
        slot.used = self.clock;
        Some(&slot.value)
    }

    pub fn contains(&self, key: &K) -> bool {
        self.map.contains_key(key)
    }

    pub fn remove(&mut self, key: &K) {
        if let Some(slot) = self.map.remove(key) {
            self.weight -= slot.weight;
        }
    }

    pub fn clear(&mut self) {
        self.map.clear();
        self.weight = 0;
    }

    /// Puts the value in and answers the keys that had to go for it. A value heavier than the whole map is kept alone.
    pub fn insert(&mut self, key: K, value: V, weight: usize) -> Vec<K> {
        self.remove(&key);
        let mut gone = Vec::new();
        while !self.map.is_empty()
            && (self.map.len() >= self.most_entries || self.weight.saturating_add(weight) > self.most_weight)
        {
            let Some(oldest) = self.map.iter().min_by_key(|(_, slot)| slot.used).map(|(key, _)| key.clone()) else {
                break;
            };
            self.remove(&oldest);
            gone.push(oldest);
        }
        self.clock += 1;
        self.weight += weight;
        self.map.insert(key, Slot { value, weight, used: self.clock });
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let mut lru = Lru::new(10, 100);
        lru.insert("a", 1, 50);
        lru.insert("b", 2, 50);
        lru.get(&"a");
        assert_eq!(lru.insert("c", 3, 10), ["b"]);
        assert!(lru.contains(&"a") && lru.contains(&"c"));
    }

    #[test]
    fn the_number_of_entries_is_bounded_too() {
        let mut lru = Lru::new(1, 100);
        lru.insert("a", 1, 1);
        assert_eq!(lru.insert("b", 2, 1), ["a"]);
    }

    #[test]
    fn the_same_key_again_weighs_once() {
        let mut lru = Lru::new(10, 100);
        lru.insert("a", 1, 60);
        assert!(lru.insert("a", 2, 60).is_empty());
        assert_eq!(lru.get(&"a"), Some(&2));
    }
}
