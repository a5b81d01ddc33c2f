//! Threads: how many, from which size of batch on, and the pool. The only file that names rayon.
//!
//! Each source is computed whole by one thread and written to its own place, so results do not depend on any of this.

use crate::error::Result;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Batches of at least this many sources run on the pool, unless set otherwise.
pub const DEFAULT_THRESHOLD: usize = 64;

/// 0 until first asked for.
static THRESHOLD: AtomicUsize = AtomicUsize::new(0);
/// 0 until first asked for.
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// A positive number in an environment variable; anything else counts as unset.
fn from_environment(name: &str) -> Option<usize> {
    std::env::var(name).ok()?.parse().ok().filter(|&n| n > 0)
}

fn cached(cell: &AtomicUsize, find: impl FnOnce() -> usize) -> usize {
    match cell.load(Ordering::Relaxed) {
        0 => {
            let found = find();
            // Another thread may have been faster, or have set it: what is there stays.
            cell.compare_exchange(0, found, Ordering::Relaxed, Ordering::Relaxed)
                .map_or_else(|set| set, |_| found)
        }
        set => set,
    }
}

/// From how many sources on a batch runs on the pool.
pub fn threshold() -> usize {
    cached(&THRESHOLD, || from_environment("ASTROAPERS_PARALLEL_THRESHOLD").unwrap_or(DEFAULT_THRESHOLD))
}

/// Sets [`threshold`]; 0 counts as 1.
pub fn set_threshold(n: usize) {
    THRESHOLD.store(n.max(1), Ordering::Relaxed);
}

/// The CPUs this process may run on.
fn cpus() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// How many threads a batch uses: never more than the process has CPUs.
pub fn threads() -> usize {
    if cfg!(not(feature = "parallel")) {
        return 1;
    }
    cached(&THREADS, || {
        let asked =
            from_environment("ASTROAPERS_NUM_THREADS").or_else(|| from_environment("RAYON_NUM_THREADS"));
        asked.map_or_else(cpus, |n| n.min(cpus()))
    })
}

/// Sets [`threads`]; 0 counts as 1, and more than the process has CPUs as that many.
pub fn set_threads(n: usize) {
    THREADS.store(n.clamp(1, cpus()), Ordering::Relaxed);
}

/// Calls `each` with parts of `items` and the `width` values of `out` that belong to every item of them.
pub fn for_each_part<T: Sync>(
    items: &[T],
    out: &mut [f64],
    width: usize,
    each: impl Fn(&[T], &mut [f64]) -> Result<()> + Sync,
) -> Result<()> {
    #[cfg(feature = "parallel")]
    if items.len() >= threshold() && threads() > 1 {
        use rayon::prelude::*;
        if let Some(pool) = pool::current(threads()) {
            let grain = (items.len() / (8 * threads())).clamp(8, 1024);
            return pool.install(|| {
                let parts = items.par_chunks(grain).zip(out.par_chunks_mut(grain * width));
                parts.try_for_each(|(items, out)| each(items, out))
            });
        }
    }
    debug_assert_eq!(out.len(), width * items.len(), "a place for every item");
    each(items, out)
}

#[cfg(feature = "parallel")]
mod pool {
    use rayon::{ThreadPool, ThreadPoolBuilder};
    use std::sync::{Arc, Mutex, PoisonError};

    struct Pool {
        process: u32,
        threads: usize,
        pool: Arc<ThreadPool>,
    }

    static POOL: Mutex<Option<Pool>> = Mutex::new(None);

    /// The pool of this process with so many threads; none if the system refuses to start them.
    pub(super) fn current(threads: usize) -> Option<Arc<ThreadPool>> {
        let process = std::process::id();
        let mut slot = POOL.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(it) = slot.as_ref().filter(|it| it.process == process && it.threads == threads) {
            return Some(Arc::clone(&it.pool));
        }
        let name = |i| format!("astroapers-{i}");
        let pool = Arc::new(ThreadPoolBuilder::new().num_threads(threads).thread_name(name).build().ok()?);
        let new = Pool { process, threads, pool: Arc::clone(&pool) };
        if let Some(old) = slot.replace(new)
            && old.process != process
        {
            // After a fork its threads are not there: joining them would wait for ever.
            std::mem::forget(old);
        }
        Some(pool)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_gets_its_own_place() {
        let items: Vec<usize> = (0..5000).collect();
        let mut out = vec![0.0; 2 * items.len()];
        let done = for_each_part(&items, &mut out, 2, |items, out| {
            for (&i, out) in items.iter().zip(out.chunks_exact_mut(2)) {
                out.copy_from_slice(&[i as f64, -(i as f64)]);
            }
            Ok(())
        });
        assert!(done.is_ok());
        assert!(out.chunks(2).enumerate().all(|(i, o)| o[0] == i as f64 && o[1] == -(i as f64)));
    }

    #[test]
    fn environment_takes_positive_integers_only() {
        for text in ["0", "-3", "", "3.5", "many", " 4"] {
            assert_eq!(text.parse::<usize>().ok().filter(|&n| n > 0), None, "{text:?}");
        }
    }
}
