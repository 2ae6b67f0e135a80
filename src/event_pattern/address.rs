//! IP addresses and networks in texts.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::outcome::{Ambiguity, Outcome};

/// A network, as `10.0.0.0/24` or `2001:db8::/32`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cidr {
    address: IpAddr,
    bits: u32,
}

impl Cidr {
    /// Reads an address, a slash and the number of bits of the mask.
    pub(super) fn parse(source: &str) -> Option<Self> {
        let (address, bits) = source.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let is_mapped = matches!(address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some());
        let bits: u32 = bits.parse().ok()?;
        (bits <= width(address) && !is_mapped).then_some(Self { address, bits })
    }

    /// The address before the slash.
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// The bits of the mask.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// Whether the address has bits beyond the mask, as in `10.0.0.7/24`.
    pub fn has_host_bits(&self) -> bool {
        number(self.address) & self.free() != 0
    }

    /// The bits that the mask leaves.
    fn free(&self) -> u128 {
        let free = width(self.address) - self.bits;
        1_u128
            .checked_shl(free)
            .map_or(u128::MAX, |power| power - 1)
    }

    /// Whether a text is an address of the network.
    pub(super) fn judge(&self, text: &str) -> Outcome {
        let own = number(self.address);
        let top = own | self.free();
        let is_in = |address: IpAddr, bottom: u128| {
            address.is_ipv4() == self.address.is_ipv4() && (bottom..=top).contains(&number(address))
        };
        let readings = readings(text);
        let masked = readings
            .iter()
            .map(|found| found.is_some_and(|a| is_in(a, own & !self.free())));
        let given = readings
            .iter()
            .map(|found| found.is_some_and(|a| is_in(a, own)));
        let (masked, given): (Vec<bool>, Vec<bool>) = (masked.collect(), given.collect());
        if given.iter().all(|holds| *holds) {
            Outcome::Match
        } else if !masked.contains(&true) {
            Outcome::NoMatch
        } else if masked == given {
            Outcome::Contested(Ambiguity::AddressForm)
        } else {
            Outcome::Contested(Ambiguity::CidrHostBits)
        }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.bits)
    }
}

/// Whether a text of an event is the text of a pattern, or another text for the same address.
pub(super) fn same(asked: &str, found: &str) -> Outcome {
    if asked == found {
        return Outcome::Match;
    }
    let asked: Vec<IpAddr> = readings(asked).into_iter().flatten().collect();
    let mut found = readings(found).into_iter().flatten();
    if found.any(|address| asked.contains(&address)) {
        Outcome::Contested(Ambiguity::AddressText)
    } else {
        Outcome::NoMatch
    }
}

/// The addresses that a text may be read as; `None` stands for no address. One where there is
/// no doubt.
fn readings(text: &str) -> Vec<Option<IpAddr>> {
    match text.parse() {
        Ok(IpAddr::V4(v4)) => vec![Some(IpAddr::V4(v4))],
        Ok(IpAddr::V6(v6)) => {
            // Java makes an IPv4 address of a mapped one. event-ruler takes no text with both
            // colons and dots for an address.
            let mut readings = vec![Some(IpAddr::V6(v6))];
            readings.extend(v6.to_ipv4_mapped().map(|v4| Some(IpAddr::V4(v4))));
            if text.contains('.') {
                readings.push(None);
            }
            readings
        }
        Err(_) => match with_zeros(text) {
            Some(v4) => vec![Some(IpAddr::V4(v4)), None],
            None => vec![None],
        },
    }
}

/// An IPv4 address with leading zeros, which Java takes for decimal numbers.
fn with_zeros(text: &str) -> Option<Ipv4Addr> {
    let mut octets = [0; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next()?;
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = part.trim_start_matches('0');
        *octet = if digits.is_empty() {
            0
        } else {
            digits.parse().ok()?
        };
    }
    parts.next().is_none().then(|| Ipv4Addr::from(octets))
}

fn width(address: IpAddr) -> u32 {
    match address {
        IpAddr::V4(_) => Ipv4Addr::BITS,
        IpAddr::V6(_) => Ipv6Addr::BITS,
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_bits().into(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(cidr: &str, text: &str) -> Outcome {
        Cidr::parse(cidr).unwrap().judge(text)
    }

    #[test]
    fn addresses_of_a_network() {
        for (cidr, text) in [
            ("10.0.0.0/24", "10.0.0.255"),
            ("10.0.0.0/8", "10.200.3.4"),
            ("0.0.0.0/0", "255.255.255.255"),
            ("1.2.3.4/32", "1.2.3.4"),
            ("2001:db8::/32", "2001:DB8:0::1"),
            ("::/0", "ff::"),
        ] {
            assert_eq!(judge(cidr, text), Outcome::Match, "{cidr} {text}");
        }
        for (cidr, text) in [
            ("10.0.0.0/24", "10.0.1.0"),
            ("10.0.0.0/24", "10.0.0"),
            ("10.0.0.0/24", "cloudtrail.amazonaws.com"),
            ("10.0.0.0/24", ""),
            ("0.0.0.0/0", "::1"),
            ("1.2.3.4/32", "1.2.3.5"),
            ("2001:db8::/32", "2001:db9::"),
        ] {
            assert_eq!(judge(cidr, text), Outcome::NoMatch, "{cidr} {text}");
        }
    }

    #[test]
    fn what_is_open() {
        let form = Outcome::Contested(Ambiguity::AddressForm);
        assert_eq!(judge("10.0.0.0/24", "010.0.0.1"), form);
        assert_eq!(judge("10.0.0.0/24", "::ffff:10.0.0.1"), form);
        assert_eq!(judge("10.0.0.0/24", "::ffff:a00:1"), form);
        let bits = Outcome::Contested(Ambiguity::CidrHostBits);
        assert_eq!(judge("10.0.0.7/24", "10.0.0.6"), bits);
        assert_eq!(judge("10.0.0.7/24", "10.0.0.7"), Outcome::Match);
    }

    #[test]
    fn what_is_no_network() {
        for bad in [
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0.0/x",
            "10.0.0/8",
            "::/129",
            "/8",
            "010.0.0.0/8",
        ] {
            assert_eq!(Cidr::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn texts_for_one_address() {
        let open = Outcome::Contested(Ambiguity::AddressText);
        assert_eq!(same("::1", "0:0:0:0:0:0:0:1"), open);
        assert_eq!(same("::1", "::1"), Outcome::Match);
        assert_eq!(same("10.0.0.1", "10.0.0.01"), open);
        assert_eq!(same("a", "b"), Outcome::NoMatch);
    }
}
