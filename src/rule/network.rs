//! Networks, and how the texts of their addresses begin: filter patterns compare texts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How many texts a list of networks may come to: proofs ask about each of them.
const MOST: usize = 256;

/// A network of IPv4 or IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    address: IpAddr,
    /// How many of the first bits of an address are the network's.
    prefix: u32,
}

impl Network {
    /// The network of `10.0.0.0/8` or `2001:db8::/32`. Bits behind the prefix do not count.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let digits = prefix.bytes().all(|b| b.is_ascii_digit());
        let network = Self {
            address: address.parse().ok()?,
            prefix: prefix.parse().ok().filter(|_| digits)?,
        };
        (network.prefix <= network.bits()).then_some(network)
    }

    /// The bits of an address of its family.
    fn bits(self) -> u32 {
        if self.address.is_ipv4() { 32 } else { 128 }
    }

    /// Whether every address of `inner` is one of this network.
    pub(super) fn contains(self, inner: Self) -> bool {
        // `checked_shr`: nothing is left of an address when all of its bits go.
        let first_bits = |network: Self| {
            let behind = self.bits() - self.prefix;
            match network.address {
                IpAddr::V4(address) => u128::from(address.to_bits()).checked_shr(behind),
                IpAddr::V6(address) => address.to_bits().checked_shr(behind),
            }
            .unwrap_or(0)
        };
        self.bits() == inner.bits()
            && self.prefix <= inner.prefix
            && first_bits(self) == first_bits(inner)
    }

    /// Whether `address` is one of this network.
    pub(super) fn has(self, address: IpAddr) -> bool {
        let prefix = if address.is_ipv4() { 32 } else { 128 };
        self.contains(Self { address, prefix })
    }
}

/// The texts of all addresses of some networks, as `CloudTrail` writes them: IPv4 with four
/// numbers, IPv6 in the compressed form of RFC 5952.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Whole texts.
    pub texts: Vec<String>,
    /// Texts with which longer ones begin.
    pub starts: Vec<String>,
}

/// Why the texts of a network's addresses cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// It is no network.
    #[error("`{0}` is not a network such as `203.0.113.0/24`")]
    Unreadable(String),
    /// It is the whole Internet.
    #[error("`{0}` has every address in it: nothing would be outside")]
    Everything(String),
    /// It ends within a group of digits.
    #[error(
        "by the text of an IPv6 address it cannot be told whether it is in `{0}`; take a prefix \
         that is a multiple of 16, or 128"
    )]
    Length(String),
    /// Its zeros may be left out, or not.
    #[error(
        "by the text of an IPv6 address it cannot be told whether it is in `{0}`, because zeros \
         may be left out there; take a longer prefix"
    )]
    Zeros(String),
    /// There are too many texts.
    #[error(
        "the networks come to {0} beginnings of addresses, more than {MOST}; take fewer, or \
         prefixes that are multiples of 8"
    )]
    Many(usize),
}

impl Spelling {
    /// The texts of the addresses of `networks`.
    ///
    /// # Errors
    /// What is no network, or one of which it cannot be told by texts what is in it.
    pub fn of<Text: AsRef<str>>(networks: &[Text]) -> Result<Self, NetworkError> {
        let mut spelling = Self::default();
        for text in networks {
            let text = text.as_ref();
            let unreadable = || NetworkError::Unreadable(text.to_owned());
            let network = Network::parse(text).ok_or_else(unreadable)?;
            if network.prefix == 0 {
                return Err(NetworkError::Everything(text.to_owned()));
            }
            match network.address {
                IpAddr::V4(address) => spelling.add_v4(address, network.prefix),
                IpAddr::V6(address) => spelling.add_v6(text, address, network.prefix)?,
            }
        }
        for list in [&mut spelling.texts, &mut spelling.starts] {
            list.sort_unstable();
            list.dedup();
        }
        let count = spelling.texts.len() + spelling.starts.len();
        if count > MOST {
            return Err(NetworkError::Many(count));
        }
        Ok(spelling)
    }

    /// A network whose prefix ends within a number is several that end behind it.
    fn add_v4(&mut self, address: Ipv4Addr, prefix: u32) {
        let whole = prefix.next_multiple_of(8);
        let all_but = |bits: u32| u32::MAX.checked_shl(32 - bits).unwrap_or(0);
        let first = address.to_bits() & all_but(prefix);
        for number in 0..1_u32 << (whole - prefix) {
            // Bits that are zero in `first`.
            let block = first | number.checked_shl(32 - whole).unwrap_or(0);
            let text = Ipv4Addr::from_bits(block).to_string();
            if whole == 32 {
                self.texts.push(text);
                continue;
            }
            let numbers = text.split_inclusive('.');
            let numbers = numbers.zip((0..whole).step_by(8));
            self.starts
                .push(numbers.map(|(number, _)| number).collect());
        }
    }

    fn add_v6(&mut self, text: &str, address: Ipv6Addr, prefix: u32) -> Result<(), NetworkError> {
        if prefix == 128 {
            self.texts.push(address.to_string());
            return Ok(());
        }
        if !prefix.is_multiple_of(16) {
            return Err(NetworkError::Length(text.to_owned()));
        }
        let groups = address.segments().into_iter().zip((0..prefix).step_by(16));
        let groups: Vec<u16> = groups.map(|(group, _)| group).collect();
        // One group of zeros is written, several are left out somewhere; those behind the
        // prefix may be zeros, too.
        let two_zeros = |pair: &[u16]| pair.iter().all(|group| *group == 0);
        if groups.windows(2).any(two_zeros) || groups.last() == Some(&0) {
            return Err(NetworkError::Zeros(text.to_owned()));
        }
        let groups = groups.iter().map(|group| format!("{group:x}:"));
        self.starts.push(groups.collect());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(networks: &[&str]) -> (Vec<String>, Vec<String>) {
        let Spelling { texts, starts } = Spelling::of(networks).unwrap();
        (texts, starts)
    }

    #[test]
    fn whole_numbers_are_beginnings() {
        for (network, start) in [
            ("10.0.0.0/8", "10."),
            ("10.9.9.9/8", "10."),
            ("172.16.0.0/16", "172.16."),
            ("203.0.113.0/24", "203.0.113."),
            ("2001:db8::/32", "2001:db8:"),
            ("2001:DB8:0:1::/64", "2001:db8:0:1:"),
            ("2001:db8:1:2:3:4:5:0/112", "2001:db8:1:2:3:4:5:"),
        ] {
            assert_eq!(spelt(&[network]), (vec![], vec![start.to_owned()]));
        }
        for (network, text) in [
            ("203.0.113.7/32", "203.0.113.7"),
            ("2001:db8:0:0::7/128", "2001:db8::7"),
        ] {
            assert_eq!(spelt(&[network]), (vec![text.to_owned()], vec![]));
        }
    }

    #[test]
    fn other_lengths_are_several() {
        let (_, starts) = spelt(&["172.16.0.0/12"]);
        assert_eq!(starts.len(), 16);
        assert_eq!(starts[0], "172.16.");
        assert_eq!(starts[15], "172.31.");
        let (texts, starts) = spelt(&["203.0.113.4/30", "203.0.113.4/31", "128.0.0.0/1"]);
        assert_eq!(
            texts,
            ["203.0.113.4", "203.0.113.5", "203.0.113.6", "203.0.113.7"]
        );
        assert_eq!(starts.len(), 128);
    }

    #[test]
    fn a_spelling_says_what_the_network_says() {
        let networks = ["10.0.0.0/8", "203.0.113.192/26", "192.168.96.0/19"];
        let spelling = Spelling::of(&networks).unwrap();
        let networks = networks.map(|text| Network::parse(text).unwrap());
        // A stride that is prime to the size of each part of an address.
        for bits in (0..u32::MAX).step_by(65_521).chain(
            [
                "203.0.113.191",
                "203.0.113.192",
                "203.0.114.0",
                "192.168.95.255",
                "192.168.127.9",
            ]
            .map(|text| text.parse::<Ipv4Addr>().unwrap().to_bits()),
        ) {
            let address = Ipv4Addr::from_bits(bits);
            let text = address.to_string();
            let spelt = spelling.texts.contains(&text)
                || spelling.starts.iter().any(|start| text.starts_with(start));
            let inside = networks.iter().any(|n| n.has(IpAddr::V4(address)));
            assert_eq!(spelt, inside, "{text}");
        }
    }

    #[test]
    fn what_texts_cannot_tell_is_refused() {
        for (network, expected) in [
            ("8.8.8.8", "`8.8.8.8` is not a network such as"),
            ("0.0.0.0/0", "`0.0.0.0/0` has every address in it"),
            ("::/0", "`::/0` has every address in it"),
            ("2001:db8::/44", "by the text of an IPv6 address it cannot"),
            ("2001:db8::/48", "by the text of an IPv6 address it cannot"),
            (
                "2001:0:0:1::/64",
                "by the text of an IPv6 address it cannot",
            ),
        ] {
            let problem = Spelling::of(&[network]).unwrap_err().to_string();
            assert!(problem.starts_with(expected), "{problem}");
        }
        let three = ["203.0.113.0/25", "198.51.100.0/25", "192.0.2.0/25"];
        assert_eq!(Spelling::of(&three), Err(NetworkError::Many(384)));
        assert!(Spelling::of(&["203.0.113.0/25", "198.51.100.0/25"]).is_ok());
    }
}
