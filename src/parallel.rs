//! Threads: how many, from which size of batch on, and the pool. The only file that names rayon.
//!
//! Each source is computed whole by one thread and written to its own place, so results do not depend on any of this.

use crate::error::Result;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicUsize, Ordering};
#[cfg(feature = "parallel")]
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Batches of at least this many sources run on the pool, unless set otherwise.
pub const DEFAULT_THRESHOLD: usize = 64;

/// 0 until first asked for.
static THRESHOLD: AtomicUsize = AtomicUsize::new(0);
/// 0 until first asked for.
static THREADS: AtomicUsize = AtomicUsize::new(0);
/// 0 until first asked for.
static CPUS: AtomicUsize = AtomicUsize::new(0);

/// A positive number in an environment variable; anything else counts as unset.
fn from_environment(name: &str) -> Option<usize> {
    positive(&std::env::var(name).ok()?)
}

fn positive(text: &str) -> Option<usize> {
    text.parse().ok().filter(|&n| n > 0)
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

/// The CPUs this process may run on. To find out takes longer than a small batch.
fn cpus() -> usize {
    cached(&CPUS, || std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
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

/// Between two looks at whether to go on.
const PATIENCE: Duration = Duration::from_millis(50);

/// What takes less time is not worth waking other threads up. The first sources tell, but for those that find everything cold.
#[cfg(feature = "parallel")]
const WORTHWHILE: Duration = Duration::from_micros(200);

/// Tells a loop over sources whether to stop; to be asked between any two of them.
pub type Stop<'a> = &'a dyn Fn() -> bool;

/// Never stops.
pub const NEVER: Stop<'static> = &|| false;

/// Does `work`, which every 50 ms asks `cancel`.
pub fn until<R>(cancel: &mut dyn FnMut() -> bool, work: impl FnOnce(Stop<'_>) -> R) -> R {
    let clock = Clock::new(cancel);
    work(&|| clock.stop())
}

/// Calls `each` with parts of `items` and the `width` places of `out` that belong to every item of them, on the pool if
/// there are enough, with [`threads`] or so many as are given, of which the calling thread is one. Every 50 ms it asks `cancel`;
/// after a yes [`Stop`] says so, too.
pub fn for_each_part<T: Sync, R: Send>(
    items: &[T],
    out: &mut [R],
    width: usize,
    given: Option<usize>,
    cancel: &mut dyn FnMut() -> bool,
    each: impl Fn(&[T], &mut [R], Stop<'_>) -> Result<()> + Sync,
) -> Result<()> {
    debug_assert_eq!(out.len(), width * items.len(), "a place for every item");
    #[cfg(feature = "parallel")]
    if items.len() >= threshold().max(2)
        && let threads = given.map_or_else(threads, |n| if n > 1 { n.min(cpus()) } else { 1 })
        && threads > 1
        && let Some(pool) = pool::current(threads - 1)
    {
        let half = (items.len() / 32).clamp(1, 32);
        let ((first, items), (first_out, out)) =
            (items.split_at(2 * half), out.split_at_mut(2 * half * width));
        let (mut took, clock) = (Duration::ZERO, Clock::new(cancel));
        for (first, first_out) in first.chunks(half).zip(first_out.chunks_mut(half * width)) {
            let begun = Instant::now();
            each(first, first_out, &|| clock.stop())?;
            took = begun.elapsed();
        }
        if took * ((items.len() / half) as u32) < WORTHWHILE {
            return each(items, out, &|| clock.stop());
        }
        let grain = (items.len() / (16 * threads)).clamp(1, 1024);
        let parts = Mutex::new(items.chunks(grain).zip(out.chunks_mut(grain * width)));
        return pool::run(&pool, threads - 1, clock, |stop| {
            while !stop() {
                // Who panicked has its part; the others are as they were.
                let part = parts.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((items, out)) = part else { break };
                each(items, out, stop)?;
            }
            Ok(())
        });
    }
    #[cfg(not(feature = "parallel"))]
    let _ = given;
    until(cancel, |stop| each(items, out, stop))
}

/// Asks now and then on the calling thread itself.
struct Clock<'a> {
    /// When it last asked; at the first look it begins to count.
    last: Cell<Option<Instant>>,
    cancel: RefCell<&'a mut dyn FnMut() -> bool>,
    calls: Cell<u32>,
    stopped: Cell<bool>,
}

impl<'a> Clock<'a> {
    /// A look at the time costs as much as a part of a small source.
    const CALLS_A_LOOK: u32 = 8;
    /// A single source needs no clock.
    const FIRST_LOOK: u32 = 2;

    fn new(cancel: &'a mut dyn FnMut() -> bool) -> Self {
        Self {
            last: Cell::new(None),
            cancel: RefCell::new(cancel),
            calls: Cell::new(0),
            stopped: Cell::new(false),
        }
    }

    fn stop(&self) -> bool {
        self.calls.set(self.calls.get().wrapping_add(1));
        let calls = self.calls.get();
        if calls == Self::FIRST_LOOK || calls.is_multiple_of(Self::CALLS_A_LOOK) {
            self.look()
        } else {
            self.stopped.get()
        }
    }

    /// One yes is enough: a later answer might be another.
    fn look(&self) -> bool {
        if !self.stopped.get() {
            let now = Instant::now();
            match self.last.get() {
                None => self.last.set(Some(now)),
                Some(last) if now.duration_since(last) >= PATIENCE => {
                    self.stopped.set((self.cancel.borrow_mut())());
                    self.last.set(Some(Instant::now()));
                }
                Some(_) => {}
            }
        }
        self.stopped.get()
    }
}

#[cfg(feature = "parallel")]
mod pool {
    use super::{Clock, PATIENCE, Stop};
    use crate::error::Result;
    use rayon::{ThreadPool, ThreadPoolBuilder};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc;
    use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

    struct Pool {
        process: u32,
        threads: usize,
        pool: Arc<ThreadPool>,
    }

    static POOL: Mutex<Option<Pool>> = Mutex::new(None);

    /// Does `work` on so many threads of the pool and on this one, which need not wait for them to wake up. Where it stops, or
    /// fails, all do.
    pub(super) fn run(
        pool: &ThreadPool,
        helpers: usize,
        clock: Clock<'_>,
        work: impl Fn(Stop<'_>) -> Result<()> + Sync,
    ) -> Result<()> {
        let stopped = AtomicBool::new(false);
        let (done, wait) = mpsc::channel();
        let work = |stop: Stop<'_>| {
            let result = work(stop);
            if result.is_err() {
                stopped.store(true, Ordering::Relaxed);
            }
            result
        };
        pool.in_place_scope(|scope| {
            let (work, stopped) = (&work, &stopped);
            for _ in 0..helpers {
                let done = done.clone();
                scope.spawn(move |_| {
                    // The other end waits for nothing else, and is there until all have sent theirs.
                    let _ = done.send(work(&|| stopped.load(Ordering::Relaxed)));
                });
            }
            drop(done);
            let pass_on = |stop: bool| {
                if stop {
                    stopped.store(true, Ordering::Relaxed);
                }
                stopped.load(Ordering::Relaxed)
            };
            let mut result = work(&|| pass_on(clock.stop()));
            loop {
                match wait.recv_timeout(PATIENCE) {
                    Ok(other) => result = result.and(other),
                    Err(mpsc::RecvTimeoutError::Timeout) => drop(pass_on(clock.look())),
                    // All are done, or have panicked: the scope passes that on.
                    Err(mpsc::RecvTimeoutError::Disconnected) => return result,
                }
            }
        })
    }

    /// The pool, unless another thread holds it for long. A fork may have taken place while one did: in the child
    /// nobody will ever let it go.
    fn lock() -> Option<MutexGuard<'static, Option<Pool>>> {
        for _ in 0..1000 {
            match POOL.try_lock() {
                Ok(guard) => return Some(guard),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => std::thread::yield_now(),
            }
        }
        None
    }

    /// The pool of this process with so many threads; none if the system refuses to start them.
    pub(super) fn current(threads: usize) -> Option<Arc<ThreadPool>> {
        let process = std::process::id();
        let mut slot = lock()?;
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
    use std::sync::{Mutex, PoisonError};

    /// Tests that wait must find the pool idle.
    static ALONE: Mutex<()> = Mutex::new(());

    #[test]
    fn every_item_gets_its_own_place() {
        let items: Vec<usize> = (0..5000).collect();
        let mut out = vec![0.0; 2 * items.len()];
        let done = for_each_part(&items, &mut out, 2, None, &mut || false, |items, out, stop| {
            for (&i, out) in items.iter().zip(out.chunks_exact_mut(2)) {
                assert!(!stop());
                out.copy_from_slice(&[i as f64, -(i as f64)]);
            }
            Ok(())
        });
        assert!(done.is_ok());
        assert!(out.chunks(2).enumerate().all(|(i, o)| o[0] == i as f64 && o[1] == -(i as f64)));
    }

    #[test]
    fn what_is_short_stays_on_this_thread() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let threads_of = |pause: Duration| {
            let (items, found) = ([0; 640], Mutex::new(std::collections::HashSet::new()));
            let done = for_each_part(&items, &mut [0.0; 640], 1, Some(2), &mut || false, |items, _, _| {
                found.lock().unwrap_or_else(PoisonError::into_inner).insert(std::thread::current().id());
                std::thread::sleep(pause * items.len() as u32);
                Ok(())
            });
            assert!(done.is_ok());
            found.into_inner().unwrap_or_else(PoisonError::into_inner)
        };
        let alone = [std::thread::current().id()].into();
        // Something else may take a CPU for a while: then short is long, or only one of two threads gets to it.
        assert!((0..5).any(|_| threads_of(Duration::ZERO) == alone));
        let expected = if cfg!(feature = "parallel") { cpus().min(2) } else { 1 };
        assert!((0..5).any(|_| threads_of(Duration::from_micros(100)).len() == expected));
    }

    #[test]
    fn settings_are_positive_integers() {
        for text in ["0", "-3", "", "3.5", "many", " 4", "99999999999999999999999"] {
            assert_eq!(positive(text), None, "{text:?}");
        }
        assert_eq!(positive("12"), Some(12));
    }

    #[test]
    fn a_long_wait_asks_and_stops() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let items = [0; 400];
        let mut out = vec![0.0; items.len()];
        let mut asked = 0;
        let mut cancel = || {
            asked += 1;
            true
        };
        let done = for_each_part(&items, &mut out, 1, None, &mut cancel, |items, out, stop| {
            for out in out.iter_mut().take(items.len()) {
                if stop() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(5));
                *out = 1.0;
            }
            Ok(())
        });
        assert!(done.is_ok());
        assert!(asked >= 1);
        let worked: f64 = out.iter().sum();
        assert!(worked > 0.0 && worked < 300.0, "{worked}");
    }

    #[test]
    fn after_a_yes_nobody_asks_again() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        // A second answer could take the first one back while the pool still finishes what it is at.
        let items = [0; 64];
        let mut out = vec![0.0; items.len()];
        let mut asked = 0;
        let mut cancel = || {
            asked += 1;
            asked == 1
        };
        let done = for_each_part(&items, &mut out, 1, None, &mut cancel, |_, out, stop| {
            for out in out {
                if stop() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(160));
                *out = 1.0;
            }
            Ok(())
        });
        assert!(done.is_ok());
        assert_eq!(asked, 1);
        assert!(out.iter().sum::<f64>() < 32.0);
    }
}
