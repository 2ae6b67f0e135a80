use super::{Body, Kind, aws_shape};

aws_shape! {
    /// `AlternateContact` of the Account Management API, of the type `SECURITY`.
    "PascalCase" AlternateContact {
        alternate_contact_type: Option<String>,
        name: Option<String>,
        title: Option<String>,
        email_address: Option<String>,
        phone_number: Option<String>,
    }
}

impl Body for AlternateContact {
    const KIND: Kind = Kind::AlternateContact;

    fn id(&self) -> String {
        self.alternate_contact_type.clone().unwrap_or_default()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// `ContactInformation` of the Account Management API: personal data, to be shown masked.
    "PascalCase" ContactInformation {
        full_name: Option<String>,
        company_name: Option<String>,
        #[serde(rename = "AddressLine1")]
        address_line1: Option<String>,
        #[serde(rename = "AddressLine2")]
        address_line2: Option<String>,
        #[serde(rename = "AddressLine3")]
        address_line3: Option<String>,
        city: Option<String>,
        district_or_county: Option<String>,
        state_or_region: Option<String>,
        postal_code: Option<String>,
        country_code: Option<String>,
        phone_number: Option<String>,
        website_url: Option<String>,
    }
}

impl Body for ContactInformation {
    const KIND: Kind = Kind::ContactInformation;

    fn id(&self) -> String {
        "contact-information".to_owned()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}
