using System.Text.Json.Nodes;

namespace FlowFunctions.Tests.Connections;

/// <summary>Connections as a client creates them, with credentials that are easy to find again.</summary>
internal static class ConnectionBodies
{
    public const string SasSecret = "canary-sas-5b1f0c";
    public const string AccessKeyId = "CANARYKEYID7d2e";
    public const string SecretAccessKey = "canary-secret-access-key-91ac";
    public const string PrivateKey = "canary-private-key-e07b";
    public const string PrivateKeyId = "canary-private-key-id-44f2";

    /// <summary>What no answer, row or log line may hold.</summary>
    public static readonly string[] Canaries = [SasSecret, AccessKeyId, SecretAccessKey, PrivateKey, PrivateKeyId];

    public static string Blob(string name, string sas = SasSecret) => New("AzureBlob", BlobBody(name, sas));

    public static string S3(string name, string bucket = "plan-data") => New("AmazonS3", S3Body(name, bucket));

    public static string BigQuery(string name) => New("GoogleBigQuery", BigQueryBody(name));

    public static JsonObject BlobBody(string name, string sas = SasSecret) => new()
    {
        ["name"] = name,
        ["storageAccountName"] = "acme",
        ["containerName"] = "raw",
        ["sasToken"] = $"sv=2024-11-04&sr=c&sig={sas}",
        ["authMethod"] = "SAS-based",
    };

    public static JsonObject S3Body(string name, string bucket = "plan-data") => new()
    {
        ["name"] = name,
        ["bucketName"] = bucket,
        ["accessKeyId"] = AccessKeyId,
        ["secretAccessKey"] = SecretAccessKey,
    };

    public static JsonObject BigQueryBody(string name) => new()
    {
        ["name"] = name,
        ["dataset"] = "sales",
        ["workspaceId"] = "8a81",
        ["serviceAccountKey"] = new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "acme",
            ["private_key_id"] = PrivateKeyId,
            ["private_key"] = $"-----BEGIN PRIVATE KEY-----\n{PrivateKey}\n-----END PRIVATE KEY-----\n",
            ["client_email"] = "loader@acme.iam.gserviceaccount.com",
            ["client_id"] = "1",
            ["auth_uri"] = "https://accounts.google.com/o/oauth2/auth",
            ["token_uri"] = "https://oauth2.googleapis.com/token",
            ["auth_provider_x509_cert_url"] = "https://www.googleapis.com/oauth2/v1/certs",
            ["client_x509_cert_url"] = "https://www.googleapis.com/robot/v1/metadata/x509/loader",
        },
    };

    private static string New(string type, JsonObject body) => new JsonObject { ["type"] = type, ["body"] = body }.ToJsonString();
}
