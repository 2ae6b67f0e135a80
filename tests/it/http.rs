//! As much of HTTP/1.1 as the SDK, moto and the tests between them speak.

use std::io::{self, BufRead, BufReader, Error, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_mins(1);

/// A request or a response.
#[derive(Debug, Clone)]
pub struct Message {
    /// The request line or the status line.
    pub start: String,
    /// Names as they were written, and values.
    pub headers: Vec<(String, String)>,
    /// The body, without any transfer coding.
    pub body: Vec<u8>,
}

impl Message {
    /// A request without body.
    pub fn request(method: &str, path: &str) -> Self {
        Self {
            start: format!("{method} {path} HTTP/1.1"),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A response.
    pub fn response(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            start: format!("HTTP/1.1 {status} Status"),
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    /// Parses a head: everything up to and with the empty line.
    pub fn parse_head(head: &str) -> Self {
        let mut lines = head.lines();
        Self {
            start: lines.next().unwrap_or_default().to_owned(),
            headers: lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                .collect(),
            body: Vec::new(),
        }
    }

    /// The `n`th word of the first line: method and path, or version and status.
    pub fn word(&self, n: usize) -> &str {
        self.start.split(' ').nth(n).unwrap_or_default()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter();
        found
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Sets a header, in place of any of that name.
    pub fn set_header(&mut self, name: &str, value: impl Into<String>) {
        self.remove_header(name);
        self.headers.push((name.to_owned(), value.into()));
    }

    /// Removes a header.
    pub fn remove_header(&mut self, name: &str) {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
    }

    /// How long its header says that the body is.
    pub fn content_length(&self) -> Option<usize> {
        self.header("content-length")?.parse().ok()
    }

    /// The head as it is sent, with the true length of the body.
    pub fn head(&self) -> String {
        let mut head = format!("{}\r\n", self.start);
        for (name, value) in &self.headers {
            if !name.eq_ignore_ascii_case("content-length") {
                head.extend([name, ": ", value, "\r\n"]);
            }
        }
        head + &format!("content-length: {}\r\n\r\n", self.body.len())
    }

    /// Sends it.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        let mut bytes = self.head().into_bytes();
        bytes.extend_from_slice(&self.body);
        out.write_all(&bytes)?;
        out.flush()
    }

    /// Reads a response; one that does not say how long it is ends with the connection.
    fn read_response(stream: impl Read) -> io::Result<Self> {
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Err(Error::new(ErrorKind::UnexpectedEof, "no whole head"));
            }
        }
        let mut message = Self::parse_head(&head);
        if message.header("transfer-encoding").is_some() {
            message.body = read_chunks(&mut reader)?;
            message.remove_header("transfer-encoding");
        } else if let Some(length) = message.content_length() {
            message.body.resize(length, 0);
            reader.read_exact(&mut message.body)?;
        } else {
            reader.read_to_end(&mut message.body)?;
        }
        Ok(message)
    }
}

/// Sends a request over a connection of its own and returns the answer.
pub fn exchange(to: SocketAddr, request: &Message) -> io::Result<Message> {
    let mut request = request.clone();
    request.set_header("host", to.to_string());
    request.set_header("connection", "close");
    let mut stream = TcpStream::connect_timeout(&to, TIMEOUT)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    request.write_to(&mut stream)?;
    Message::read_response(stream)
}

fn read_chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16)
            .map_err(|error| Error::new(ErrorKind::InvalidData, error))?;
        let start = body.len();
        body.resize(start + size, 0);
        reader.read_exact(&mut body[start..])?;
        reader.read_line(&mut line)?;
        if size == 0 {
            return Ok(body);
        }
    }
}
