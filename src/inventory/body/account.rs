use super::{Body, Kind, aws_shape};

aws_shape! {
    /// The account itself.
    "PascalCase" AccountBody {
        account_id: String,
        partition: String,
    }
}

impl Body for AccountBody {
    const KIND: Kind = Kind::Account;

    fn id(&self) -> String {
        self.account_id.clone()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}

aws_shape! {
    /// A region of the account, `Region` of `ec2:DescribeRegions`.
    "PascalCase" RegionBody {
        region_name: String,
    }
}

impl Body for RegionBody {
    const KIND: Kind = Kind::Region;

    fn id(&self) -> String {
        self.region_name.clone()
    }

    fn arn(&self) -> Option<String> {
        None
    }
}
