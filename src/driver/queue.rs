//! Jobs that wait for workers. Which there are may turn out while the first ones are done.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Jobs, by their index.
#[derive(Default)]
pub struct Queue {
    jobs: Mutex<Jobs>,
    news: Condvar,
}

#[derive(Default)]
struct Jobs {
    /// Those that nobody has taken; the first one goes first, whenever it came.
    left: BTreeSet<usize>,
    all: Vec<usize>,
    closed: bool,
}

/// How much there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    /// So many jobs, as far as is known.
    pub all: usize,
    /// So many that nobody has taken.
    pub left: usize,
    /// Whether there will be no more.
    pub closed: bool,
}

impl Load {
    /// How many threads each of so many workers has. A job that is alone has all cores.
    pub fn threads(&self, workers: usize) -> usize {
        let busy = if self.closed { workers.min(self.all) } else { 1 };
        (workers / busy.max(1)).max(1)
    }
}

impl Queue {
    fn jobs(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, indices: impl Iterator<Item = usize>, last: bool) {
        let mut jobs = self.jobs();
        for index in indices {
            if jobs.left.insert(index) {
                jobs.all.push(index);
            }
        }
        jobs.closed |= last;
        drop(jobs);
        self.news.notify_all();
    }

    /// Adds a job; each only once.
    pub fn add(&self, index: usize) {
        self.put(std::iter::once(index), false);
    }

    /// Adds jobs after which there are no more.
    pub fn add_last(&self, indices: impl Iterator<Item = usize>) {
        self.put(indices, true);
    }

    /// Takes as many jobs as there is room for by how many are left. A worker with nothing to do waits for some, and
    /// each but the first begins only when there are as many jobs as workers up to it. None: there are no more.
    pub(super) fn take(&self, worker: usize, idle: bool, room: &dyn Fn(usize) -> usize) -> Option<(Vec<usize>, Load)> {
        let mut jobs = self.jobs();
        while idle && (jobs.left.is_empty() || jobs.all.len() <= worker) {
            if jobs.closed {
                return None;
            }
            jobs = self.news.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
        let room = room(jobs.left.len());
        let taken = std::iter::from_fn(|| jobs.left.pop_first()).take(room).collect();
        Some((taken, Load { all: jobs.all.len(), left: jobs.left.len(), closed: jobs.closed }))
    }

    /// All jobs, in order.
    pub(super) fn all(&self) -> Vec<usize> {
        let mut all = self.jobs().all.clone();
        all.sort_unstable();
        all
    }
}

/// When it is gone, nobody waits for more jobs.
pub(super) struct Closing<'q>(pub &'q Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.put(std::iter::empty(), true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(queue: &Queue, worker: usize) -> Option<(Vec<usize>, Load)> {
        queue.take(worker, true, &|_| 1)
    }

    #[test]
    fn the_first_job_goes_first_and_is_alone_until_there_are_more() {
        let queue = Queue::default();
        queue.add(7);
        let (taken, load) = one(&queue, 0).expect("a job");
        assert_eq!((taken, load.threads(4)), (vec![7], 4));
        queue.add(9);
        queue.add(3);
        let (taken, load) = one(&queue, 1).expect("a job");
        assert_eq!((taken, load.left), (vec![3], 1));
        queue.add_last([11].into_iter());
        let (taken, load) = queue.take(0, true, &|left| left).expect("jobs");
        assert_eq!((taken, load), (vec![9, 11], Load { all: 4, left: 0, closed: true }));
        assert_eq!([1, 2, 3, 4, 9].map(|workers| load.threads(workers)), [1, 1, 1, 1, 2]);
        assert_eq!(one(&queue, 0), None);
        assert_eq!(queue.all(), [3, 7, 9, 11]);
    }

    #[test]
    fn workers_wait_until_there_is_a_job_for_each_before_them() {
        let queue = Queue::default();
        std::thread::scope(|scope| {
            let second = scope.spawn(|| one(&queue, 1));
            let closing = Closing(&queue);
            queue.add(5);
            // The second one leaves the only job to the first one.
            drop(closing);
            assert_eq!(second.join().ok().flatten(), None);
        });
        assert_eq!(one(&queue, 0).map(|(taken, _)| taken), Some(vec![5]));
        // One at work does not wait.
        assert_eq!(queue.take(0, false, &|_| 1).map(|(taken, _)| taken), Some(Vec::new()));
    }
}
