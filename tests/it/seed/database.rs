//! RDS: DB instances and a cluster.

use aws_sdk_rds::Client;
use aws_sdk_rds::operation::create_db_instance::builders::CreateDBInstanceFluentBuilder as Builder;

use super::HOME;
use crate::moto::Moto;

const PASSWORD: &str = "correct-horse-battery";

/// Makes a DB instance in the home region, as CIS asks for unless `change` changes that.
pub async fn instance(moto: &Moto, name: &str, change: impl FnOnce(Builder) -> Builder) {
    let request = Client::new(&moto.config(HOME))
        .create_db_instance()
        .db_instance_identifier(name)
        .db_instance_class("db.t4g.medium")
        .engine("postgres")
        .allocated_storage(20)
        .master_username("owner")
        .master_user_password(PASSWORD)
        .storage_encrypted(true)
        .multi_az(true)
        .publicly_accessible(false)
        .auto_minor_version_upgrade(true);
    change(request).send().await.unwrap();
}

/// Makes a cluster of two instances in the home region.
pub async fn cluster(moto: &Moto, name: &str) {
    let engine = "aurora-postgresql";
    let client = Client::new(&moto.config(HOME));
    let request = client.create_db_cluster().db_cluster_identifier(name);
    let request = request.engine(engine).storage_encrypted(true);
    let request = request.master_username("owner");
    let request = request.master_user_password(PASSWORD);
    request.send().await.unwrap();
    for number in 1..=2 {
        let request = client
            .create_db_instance()
            .db_instance_identifier(format!("{name}-{number}"))
            .db_cluster_identifier(name)
            .db_instance_class("db.t4g.medium")
            .engine(engine)
            .publicly_accessible(false)
            .auto_minor_version_upgrade(true);
        request.send().await.unwrap();
    }
}

/// The topic of this ARN is told of these categories of events of a source, such as
/// `db-snapshot`; of all if none is named. It takes the place of one of that name.
pub async fn tell(moto: &Moto, name: &str, topic: &str, source: &str, categories: &[&str]) {
    let client = Client::new(&moto.config(HOME));
    let request = client.delete_event_subscription();
    // An error says that there is none.
    let _ = request.subscription_name(name).send().await;
    let request = client
        .create_event_subscription()
        .subscription_name(name)
        .sns_topic_arn(topic)
        .source_type(source)
        .set_event_categories(Some(categories.iter().map(|c| (*c).to_owned()).collect()))
        .enabled(true);
    request.send().await.unwrap();
}
