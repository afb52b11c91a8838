//! What is left to spend on one file on disk, and why nothing more is.

use std::cell::{Cell, RefCell};

use super::bounds::{Bound, ENTRIES, HELD, RATIO, SLACK, UNPACKED};
use crate::source::{Control, SkipReason};

/// What one file on disk, with all that is nested in it, has cost. One thread reads it.
#[derive(Debug)]
pub(in crate::source) struct Budget<'c> {
    control: &'c Control,
    /// How many bytes may be unpacked, and which bound that is.
    most: (u64, Bound),
    unpacked: Cell<u64>,
    entries: Cell<u64>,
    held: Cell<u64>,
    damaged: Cell<bool>,
    stop: RefCell<Option<SkipReason>>,
}

impl<'c> Budget<'c> {
    /// The budget of a file of `packed` bytes.
    pub(in crate::source) fn new(packed: u64, control: &'c Control) -> Self {
        let by_ratio = packed.saturating_mul(RATIO).max(SLACK);
        let most = if by_ratio < UNPACKED { (by_ratio, Bound::Ratio) } else { (UNPACKED, Bound::Unpacked) };
        Self {
            control,
            most,
            unpacked: Cell::new(0),
            entries: Cell::new(0),
            held: Cell::new(0),
            damaged: Cell::new(false),
            stop: RefCell::new(None),
        }
    }

    /// Whether one more entry may be looked at.
    pub(super) fn enter(&self) -> bool {
        self.entries.set(self.entries.get() + 1);
        if self.entries.get() > ENTRIES {
            self.stop_at(SkipReason::Bound(Bound::Entries));
        }
        self.goes_on()
    }

    /// Counts bytes that were unpacked.
    pub(super) fn spend(&self, bytes: u64) {
        self.unpacked.set(self.unpacked.get() + bytes);
        if self.unpacked.get() > self.most.0 {
            self.stop_at(SkipReason::Bound(self.most.1));
        }
    }

    /// How much more may be held in memory; bytes.
    pub(super) fn holds(&self) -> u64 {
        HELD.saturating_sub(self.held.get())
    }

    /// Runs while so many bytes are held.
    pub(super) fn holding<T>(&self, bytes: u64, run: impl FnOnce() -> T) -> T {
        let before = self.held.replace(self.held.get() + bytes);
        let result = run();
        self.held.set(before);
        result
    }

    /// Whether nothing stands against reading on; asked before every read.
    pub(super) fn goes_on(&self) -> bool {
        if self.stop.borrow().is_none()
            && let Some(reason) = self.control.halted()
        {
            self.stop_at(reason);
        }
        self.stop.borrow().is_none()
    }

    fn stop_at(&self, reason: SkipReason) {
        self.stop.borrow_mut().get_or_insert(reason);
    }

    /// Notes that what was being read broke off.
    pub(in crate::source) fn damage(&self) {
        self.damaged.set(true);
    }

    /// Whether what is being read has broken off, or was left at a bound.
    pub(in crate::source) fn cut(&self) -> bool {
        self.damaged.get() || self.stop.borrow().is_some()
    }

    /// Whether something broke off since this was asked last.
    pub(in crate::source) fn take_damage(&self) -> bool {
        self.damaged.replace(false)
    }

    /// Why not all was looked at, if so.
    pub(in crate::source) fn take_stop(&self) -> Option<SkipReason> {
        self.stop.borrow_mut().take()
    }

    /// Whether it was stopped.
    pub(in crate::source) fn stopped(&self) -> bool {
        self.stop.borrow().is_some()
    }
}
