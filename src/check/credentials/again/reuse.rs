//! One password for two things: whoever gets it from one of them has the other.

use super::copies::{Alike, originals};
use super::group::Group;
use super::place::{Place, Stands};
use super::tell::Told;
use crate::finding::Finding;

/// Tells a password that opens two stores, or two applications.
pub(super) fn reused(rule: u32, group: &Group<'_>, findings: &[Finding], told: &mut Told<'_>) -> bool {
    if group.format {
        return false;
    }
    let password = |place: &Place<'_>| place.about.is_some_and(|about| about.password) && place.stands == Stands::Own;
    let own: Vec<&Place<'_>> = group.places.iter().filter(|place| password(place)).collect();
    let Some(what) = stores(&own).or_else(|| services(&own)).or_else(|| applications(group, &password)) else {
        return false;
    };
    // Somewhere it has to be worth telling.
    if own.iter().all(|place| place.finding.is_none() && place.about.and_then(|about| about.again).is_none()) {
        return false;
    }
    told.reused(rule, group, findings, &password, &what);
    true
}

/// Names that say two different stores.
fn stores(own: &[&Place<'_>]) -> Option<String> {
    let mut names = own.iter().filter_map(|place| place.about?.opens);
    let first = names.next()?;
    let other = names.find(|other| *other != first)?;
    Some(format!("it opens {first} and {other}"))
}

/// Two services of one file that are stores of the same kind.
fn services(own: &[&Place<'_>]) -> Option<String> {
    own.iter().enumerate().find_map(|(at, place)| {
        let service = place.about?.service?;
        let opens = place.about?.opens?;
        // Those of one file stand side by side.
        let next = own.get(at + 1).filter(|next| next.path == place.path)?;
        let other = next.about?.service.filter(|other| *other != service);
        other.map(|_| format!("two services of {opens} have it"))
    })
}

/// Settings of two applications that do not have the same text.
fn applications(group: &Group<'_>, password: &dyn Fn(&Place<'_>) -> bool) -> Option<String> {
    let numbers = originals(&group.places, Alike::ByText);
    let mut first: Option<(&[u8], usize)> = None;
    for (place, number) in group.places.iter().zip(numbers) {
        let Some(folder) = place.application().filter(|_| password(place) && place.is_deployment()) else { continue };
        match first {
            None => first = Some((folder, number)),
            Some((other, of)) if other != folder && of != number => {
                return Some("two applications have it".into());
            }
            Some(_) => {}
        }
    }
    None
}
