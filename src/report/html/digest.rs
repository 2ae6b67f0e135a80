//! The digest by which the page's content security policy knows its script.

use sha2::{Digest, Sha256};

/// `script` as a source of `script-src`.
pub(in crate::report) fn of_script(script: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(script)))
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let block =
            chunk.iter().fold(0, |n, b| (n << 8) | u32::from(*b)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sextet = (block >> (18 - 6 * place)) & 0x3f;
            // A chunk of n bytes is n + 1 letters; the rest is padding.
            let letter = (place <= chunk.len())
                .then(|| ALPHABET.get(sextet as usize))
                .flatten();
            text.push(letter.map_or('=', |b| char::from(*b)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn a_digest_as_browsers_compute_it() {
        // From the Content Security Policy specification's example.
        assert_eq!(
            of_script("alert('Hello, world.');"),
            "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
        );
    }
}
