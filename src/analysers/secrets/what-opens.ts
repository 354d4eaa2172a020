/** What a Secret opens, told by its type and the names of its keys alone: its values were never read. */

export type Opened =
  | { readonly kind: 'cloud'; readonly provider: string; readonly because: string }
  | { readonly kind: 'control-plane'; readonly because: string }
  /** `what` fits into `WHAT of Secret shop/db`. */
  | { readonly kind: 'outside'; readonly what: string; readonly because: string };

/** Each thing once, in the order of the table. */
export const tellWhatOpens = (type: string, keys: Iterable<string>): readonly Opened[] => {
  const opened = new Map<string, Opened>();
  const add = (to: Target, because: string): void => {
    const name = to.kind === 'cloud' ? to.provider : to.kind === 'outside' ? to.what : to.kind;
    if (!opened.has(name)) opened.set(name, { ...to, because });
  };
  const byType = types.get(type);
  if (byType !== undefined) add(byType, `is of type ${type}`);
  for (const key of keys) {
    const plain = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    for (const { named, ends, opens } of rows)
      if (named.has(plain) || ends.some((end) => plain.endsWith(end))) {
        add(opens, `has ${key}`);
        break;
      }
  }
  return [...opened.values()];
};

type Target =
  | { readonly kind: 'cloud'; readonly provider: string }
  | { readonly kind: 'control-plane' }
  | { readonly kind: 'outside'; readonly what: string };

const cloud = (provider: string): Target => ({ kind: 'cloud', provider });
const outside = (what: string): Target => ({ kind: 'outside', what });

const registry = outside('a container registry');
const cluster = outside('another cluster');
const repository = outside('a source repository');

const types: ReadonlyMap<string, Target> = new Map([
  ['kubernetes.io/dockerconfigjson', registry],
  ['kubernetes.io/dockercfg', registry],
  ['kubernetes.io/ssh-auth', outside('what an SSH key opens')],
  ['kubernetes.io/basic-auth', outside('what a password opens')],
  ['kubernetes.io/tls', outside('the name of a certificate')],
  ['cluster.x-k8s.io/secret', cluster],
]);

interface Row {
  /** Names of keys in lower case without anything but letters and digits. */
  readonly named: ReadonlySet<string>;
  readonly ends: readonly string[];
  readonly opens: Target;
}

const row = (opens: Target, names: string, ends: readonly string[] = []): Row => ({
  named: new Set(names.split(' ')),
  ends,
  opens,
});

/** The first that fits a key counts. A client's id alone opens nothing, and a client's secret alone may be of any login. */
const rows: readonly Row[] = [
  // What kubeadm calls them.
  row(
    { kind: 'control-plane' },
    'adminconf superadminconf controllermanagerconf schedulerconf apiserveretcdclientkey apiserverkubeletclientkey healthcheckclientkey',
  ),
  row(
    cloud('aws'),
    'awsaccesskeyid awsaccesskey awssecretaccesskey awssecretkey awssecret awssessiontoken awscredentials awssharedcredentialsfile secretaccesskey s3secretkey s3accesskey s3secretaccesskey s3accesskeyid',
    ['awssecretaccesskey', 'awsaccesskeyid'],
  ),
  row(
    cloud('gcp'),
    'googleapplicationcredentials googlecredentials googleapplicationcredentialsjson credentialsjson gcpcredentials gcpcredentialsjson gcpserviceaccountkey gcpserviceaccount gcpserviceaccountjson gcpsakey gcpjson gcskey gcskeyjson serviceaccountjson serviceaccountkey serviceaccountkeyjson sajson sakeyjson gcpkeyjson keyjson applicationdefaultcredentialsjson cloudsdkauthcredentialfileoverride gcloudservicekey',
    ['gcpcredentialsjson', 'googleapplicationcredentials'],
  ),
  row(
    cloud('azure'),
    'azureclientsecret azurecredentials azureauthlocation armclientsecret azurestorageaccountkey azurestoragekey azurestorageaccesskey azurestorageconnectionstring azurejson azurepassword azureclientcertificatepath azurespclientsecret',
    ['azureclientsecret'],
  ),
  row(cloud('digitalocean'), 'digitaloceanaccesstoken digitaloceantoken dotoken'),
  row(cloud('hetzner'), 'hcloudtoken'),
  row(cloud('alibaba'), 'alibabacloudaccesskeyid alibabacloudaccesskeysecret alicloudaccesskey alicloudsecretkey'),
  row(cloud('ibm'), 'ibmcloudapikey bluemixapikey icapikey'),
  row(cloud('oracle'), 'ociapikey ociprivatekey'),
  row(cloud('openstack'), 'cloudsyaml ospassword osapplicationcredentialsecret cloudconf'),
  row(cloud('scaleway'), 'scwsecretkey scwaccesskey'),
  row(cloud('linode'), 'linodetoken linodeapitoken'),
  row(cloud('vsphere'), 'vspherepassword vsphereconf'),
  row(cluster, 'kubeconfig kubeconfigyaml kubeconfigyml kubeconfigjson kubeconfigfile kubeconfigdata', ['kubeconfig']),
  row(
    outside('a database'),
    'databaseurl databasepassword databaseuri databasedsn dburl dburi dbdsn dbpassword dbpass postgresurl postgrespassword postgresqlpassword postgresqlurl pgpassword pgpass mysqlpassword mysqlrootpassword mysqlurl mariadbpassword mariadbrootpassword mongodburi mongodburl mongouri mongourl mongodbpassword mongodbrootpassword redisurl redispassword sqlalchemydatabaseuri jdbcurl springdatasourcepassword springdatasourceurl elasticpassword cassandrapassword',
    ['databaseurl', 'databasepassword', 'dbpassword', 'postgrespassword', 'mysqlpassword', 'redispassword', 'jdbcurl'],
  ),
  row(
    outside('a message broker'),
    'amqpurl rabbitmqpassword rabbitmqurl kafkapassword natspassword natsurl saslpassword',
  ),
  row(
    repository,
    'githubtoken ghtoken githubpat githubapptoken githubappprivatekey gitlabtoken gitlabpat bitbucketpassword bitbuckettoken gittoken gitpassword runnertoken runnerregistrationtoken sshprivatekey identity',
    ['githubtoken', 'gitlabtoken'],
  ),
  row(registry, 'dockerconfigjson dockercfg registrypassword dockerpassword', ['dockerconfigjson']),
  row(
    outside('a package registry'),
    'npmtoken npmrc pypitoken pypipassword mavenpassword artifactorytoken artifactorypassword nexuspassword',
  ),
  row(outside('a vault'), 'vaulttoken vaultsecretid vaultunsealkey roottoken unsealkey'),
  row(outside('a DNS zone'), 'cloudflareapitoken cloudflareapikey cfapitoken'),
  row(outside('a mail server'), 'smtppassword mailpassword'),
  row(outside('a payment provider'), 'stripeapikey stripesecretkey paypalsecret'),
  row(outside('a chat'), 'slacktoken slackbottoken slackwebhookurl slackwebhook'),
  row(outside('a login provider'), 'oidcclientsecret oauthclientsecret keycloakpassword ldappassword ldapbindpassword'),
];
