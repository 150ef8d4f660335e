namespace FlowFunctions.Core.Tests.Connections;

/// <summary>Documents that are no new connection, with the path of each problem there is in them, in no particular order. Quotes are written '.</summary>
internal static class MalformedConnections
{
    public static TheoryData<string, string, string[]> All
    {
        get
        {
            var all = new TheoryData<string, string, string[]>();
            foreach (var (name, document, paths) in Roots.Concat(Names).Concat(AzureBlob).Concat(AmazonS3).Concat(GoogleBigQuery).Concat(ServiceAccountKeys))
            {
                all.Add(name, document.Replace('\'', '"'), paths);
            }

            return all;
        }
    }

    private static IEnumerable<(string, string, string[])> Roots =>
    [
        ("empty", "", [""]),
        ("open", "{", [""]),
        ("array", "[]", [""]),
        ("null", "null", [""]),
        ("nothing in it", "{}", ["type", "body"]),
        ("type missing", "{'body':{}}", ["type"]),
        ("type null", "{'type':null,'body':{}}", ["type"]),
        ("type in lower case", "{'type':'azureBlob','body':{}}", ["type"]),
        ("type of another cloud", "{'type':'Snowflake','body':{}}", ["type"]),
        ("type twice", "{'type':'AmazonS3','type':'AmazonS3','body':{'name':'n','bucketName':'bucket','accessKeyId':'a','secretAccessKey':'b'}}", ["type"]),
        ("body missing", "{'type':'AmazonS3'}", ["body"]),
        ("body null", "{'type':'AmazonS3','body':null}", ["body"]),
        ("body text", "{'type':'AmazonS3','body':'{}'}", ["body"]),
        ("body array", "{'type':'AmazonS3','body':[]}", ["body"]),
        ("body not wrapped", "{'type':'AmazonS3','name':'n'}", ["name", "body"]),
        ("unknown property", "{'type':'AmazonS3','body':{'name':'n','bucketName':'bucket','accessKeyId':'a','secretAccessKey':'b'},'status':1}", ["status"]),
    ];

    private static IEnumerable<(string, string, string[])> Names =>
    [
        ("name missing", "{'type':'AmazonS3','body':{'bucketName':'bucket','accessKeyId':'a','secretAccessKey':'b'}}", ["body.name"]),
        ("name null", S3("'name':null"), ["body.name"]),
        ("name blank", S3("'name':'  '"), ["body.name"]),
        ("name number", S3("'name':1"), ["body.name"]),
        ("name of 201", S3($"'name':'{new string('n', 201)}'"), ["body.name"]),
        ("name with a line break", S3("'name':'a\\nb'"), ["body.name"]),
        ("workspaceId empty", S3("'name':'n','workspaceId':''"), ["body.workspaceId"]),
        ("workspaceId number", S3("'name':'n','workspaceId':1"), ["body.workspaceId"]),
        ("workspaceId with a slash", S3("'name':'n','workspace_id':'a/b'"), ["body.workspaceId"]),
        ("workspaceId of 65", S3($"'name':'n','workspaceId':'{new string('w', 65)}'"), ["body.workspaceId"]),
        ("both spellings", S3("'name':'n','workspaceId':'a','workspace_id':'b'"), ["body.workspaceId"]),
        ("misspelt", S3("'name':'n','workspacId':'a'"), ["body.workspacId"]),
    ];

    private static IEnumerable<(string, string, string[])> AzureBlob =>
    [
        ("blob of nothing", "{'type':'AzureBlob','body':{}}", ["body.name", "body.storageAccountName", "body.containerName", "body.sasToken"]),
        ("blob with the fields of S3", "{'type':'AzureBlob','body':{'name':'n','bucketName':'b','accessKeyId':'a','secretAccessKey':'s'}}",
            ["body.bucketName", "body.accessKeyId", "body.secretAccessKey", "body.storageAccountName", "body.containerName", "body.sasToken"]),
        ("account of 2", Blob(account: "'ab'"), ["body.storageAccountName"]),
        ("account of 25", Blob(account: $"'{new string('a', 25)}'"), ["body.storageAccountName"]),
        ("account with an underscore", Blob(account: "'my_account'"), ["body.storageAccountName"]),
        ("account as an address", Blob(account: "'https://acme.blob.core.windows.net'"), ["body.storageAccountName"]),
        ("account beyond ASCII", Blob(account: "'kontoü'"), ["body.storageAccountName"]),
        ("account number", Blob(account: "123"), ["body.storageAccountName"]),
        ("account null", Blob(account: "null"), ["body.storageAccountName"]),
        ("container of 2", Blob(container: "'ab'"), ["body.containerName"]),
        ("container of 64", Blob(container: $"'{new string('a', 64)}'"), ["body.containerName"]),
        ("container in capitals", Blob(container: "'Raw'"), ["body.containerName"]),
        ("container with two hyphens", Blob(container: "'raw--data'"), ["body.containerName"]),
        ("container with a hyphen at the end", Blob(container: "'raw-'"), ["body.containerName"]),
        ("container with a hyphen at the start", Blob(container: "'-raw'"), ["body.containerName"]),
        ("container with a path", Blob(container: "'raw/in'"), ["body.containerName"]),
        ("container of the system that is none", Blob(container: "'$temp'"), ["body.containerName"]),
        ("token empty", Blob(token: "''"), ["body.sasToken"]),
        ("token of a question mark", Blob(token: "'?'"), ["body.sasToken"]),
        ("token null", Blob(token: "null"), ["body.sasToken"]),
        ("token with a space", Blob(token: "'sv=2024-11-04 &sig=a'"), ["body.sasToken"]),
        ("token with a line break", Blob(token: "'sv=2024-11-04&sig=a\\n'"), ["body.sasToken"]),
        ("token as an address", Blob(token: "'https://acme.blob.core.windows.net/raw?sv=2024-11-04&sig=a'"), ["body.sasToken"]),
        ("token as a connection string", Blob(token: "'BlobEndpoint=x;SharedAccessSignature=sv=1&sig=a'"), ["body.sasToken"]),
        ("account key for a token", Blob(token: "'c2VjcmV0IGtleSBvZiB0aGUgYWNjb3VudA=='"), ["body.sasToken"]),
        ("token with an empty parameter", Blob(token: "'sv=2024-11-04&&sig=a'"), ["body.sasToken"]),
        ("token without a value", Blob(token: "'sv=2024-11-04&sig='"), ["body.sasToken"]),
        ("token of 4097", Blob(token: $"'sig={new string('a', 4093)}'"), ["body.sasToken"]),
        ("another way to prove itself", Blob(more: ",'authMethod':'Oauth2'"), ["body.authMethod"]),
        ("managed identity with a token", Blob(more: ",'authMethod':'ManagedIdentity'"), ["body.sasToken"]),
        ("authMethod number", Blob(more: ",'auth_method':1"), ["body.authMethod"]),
    ];

    private static IEnumerable<(string, string, string[])> AmazonS3 =>
    [
        ("S3 of nothing", "{'type':'AmazonS3','body':{}}", ["body.name", "body.bucketName", "body.accessKeyId", "body.secretAccessKey"]),
        ("bucket of 2", S3("'name':'n'", bucket: "'ab'"), ["body.bucketName"]),
        ("bucket of 256", S3("'name':'n'", bucket: $"'{new string('a', 256)}'"), ["body.bucketName"]),
        ("bucket as an address", S3("'name':'n'", bucket: "'s3://bucket'"), ["body.bucketName"]),
        ("bucket with two dots", S3("'name':'n'", bucket: "'my..bucket'"), ["body.bucketName"]),
        ("bucket with a dot at the end", S3("'name':'n'", bucket: "'bucket.'"), ["body.bucketName"]),
        ("bucket as an IP address", S3("'name':'n'", bucket: "'192.168.5.4'"), ["body.bucketName"]),
        ("bucket with a space", S3("'name':'n'", bucket: "'my bucket'"), ["body.bucketName"]),
        ("bucket array", S3("'name':'n'", bucket: "['bucket']"), ["body.bucketName"]),
        ("key id empty", S3("'name':'n'", keyId: "''"), ["body.accessKeyId"]),
        ("key id number", S3("'name':'n'", keyId: "1"), ["body.accessKeyId"]),
        ("key with a space", S3("'name':'n'", key: "'a b'"), ["body.secretAccessKey"]),
        ("key with a line break", S3("'name':'n'", key: "'ab\\r\\n'"), ["body.secretAccessKey"]),
        ("key null", S3("'name':'n'", key: "null"), ["body.secretAccessKey"]),
        ("everything wrong", "{'type':'AmazonS3','body':{'name':'','workspaceId':'','bucketName':'','accessKeyId':'','secretAccessKey':'','region':'eu'}}",
            ["body.name", "body.workspaceId", "body.bucketName", "body.accessKeyId", "body.secretAccessKey", "body.region"]),
    ];

    private static IEnumerable<(string, string, string[])> GoogleBigQuery =>
    [
        ("BigQuery of nothing", "{'type':'GoogleBigQuery','body':{}}", ["body.name", "body.dataset", "body.serviceAccountKey"]),
        ("dataset empty", BigQuery(dataset: "''"), ["body.dataset"]),
        ("dataset with its project", BigQuery(dataset: "'acme.sales'"), ["body.dataset"]),
        ("dataset with a hyphen", BigQuery(dataset: "'dev-us-west'"), ["body.dataset"]),
        ("dataset of 1025", BigQuery(dataset: $"'{new string('d', 1025)}'"), ["body.dataset"]),
        ("key as text", BigQuery(key: "'{}'"), ["body.serviceAccountKey"]),
        ("key null", BigQuery(key: "null"), ["body.serviceAccountKey"]),
        ("key array", BigQuery(key: "[]"), ["body.serviceAccountKey"]),
    ];

    private static IEnumerable<(string, string, string[])> ServiceAccountKeys =>
    [
        ("key of nothing", BigQuery(key: "{}"), InKey("type", "projectId", "privateKey", "clientEmail")),
        ("key of a person", BigQuery(key: "{'type':'authorized_user','project_id':'p','private_key':'k','client_email':'e'}"), InKey("type")),
        ("private key empty", BigQuery(key: "{'type':'service_account','project_id':'p','private_key':'','client_email':'e'}"), InKey("privateKey")),
        ("private key number", BigQuery(key: "{'type':'service_account','project_id':'p','private_key':1,'client_email':'e'}"), InKey("privateKey")),
        ("project null", BigQuery(key: "{'type':'service_account','project_id':null,'private_key':'k','client_email':'e'}"), InKey("projectId")),
        ("token address that is none", BigQuery(key: "{'type':'service_account','project_id':'p','private_key':'k','client_email':'e','token_uri':'token'}"), InKey("tokenUri")),
        ("token address without TLS", BigQuery(key: "{'type':'service_account','project_id':'p','private_key':'k','client_email':'e','tokenUri':'http://oauth2.googleapis.com/token'}"), InKey("tokenUri")),
        ("private key beyond ASCII", BigQuery(key: "{'type':'service_account','project_id':'p','private_key':'schlüssel','client_email':'e'}"), InKey("privateKey")),
        ("key of 10,001", BigQuery(key: $"{{'type':'service_account','project_id':'p','private_key':'{new string('k', 9_984)}','client_email':'e'}}"), ["body.serviceAccountKey"]),
        ("misspelt member", BigQuery(key: "{'type':'service_account','project_id':'p','privat_key':'k','client_email':'e'}"), InKey("privatKey", "privateKey")),
        ("member in both spellings", BigQuery(key: "{'type':'service_account','project_id':'p','private_key':'k','privateKey':'k','client_email':'e'}"), InKey("privateKey")),
    ];

    private static string[] InKey(params string[] members) => [.. members.Select(member => $"body.serviceAccountKey.{member}")];

    private static string Blob(string account = "'acme'", string container = "'raw'", string token = "'sv=2024-11-04&sig=a%3D'", string more = "") =>
        $"{{'type':'AzureBlob','body':{{'name':'n','storageAccountName':{account},'containerName':{container},'sasToken':{token}{more}}}}}";

    private static string S3(string fields, string bucket = "'bucket'", string keyId = "'AKIA'", string key = "'secret'") =>
        $"{{'type':'AmazonS3','body':{{{fields},'bucketName':{bucket},'accessKeyId':{keyId},'secretAccessKey':{key}}}}}";

    private static string BigQuery(string dataset = "'sales'", string key = "{'type':'service_account','project_id':'p','private_key':'k','client_email':'e'}") =>
        $"{{'type':'GoogleBigQuery','body':{{'name':'n','dataset':{dataset},'serviceAccountKey':{key}}}}}";
}
