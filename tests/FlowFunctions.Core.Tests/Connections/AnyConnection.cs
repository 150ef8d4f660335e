using CsCheck;
using FlowFunctions.Core.Connections;

namespace FlowFunctions.Core.Tests.Connections;

/// <summary>Random valid connections of every kind.</summary>
internal static class AnyConnection
{
    private const string Digits = "0123456789";
    private const string Small = "abcdefghijklmnopqrstuvwxyz" + Digits;
    private const string Letters = Small + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Base64 = Letters + "+/=%";

    private static readonly Gen<ConnectionDraft> AzureBlob =
        from account in Text(Letters, 3, 24)
        from container in Text(Small, 3, 63)
        from signature in Text(Base64, 1, 100)
        select Draft(new AzureBlobSettings(account, container), new AzureBlobSecret($"sv=2024-11-04&sr=c&sig={signature}"));

    private static readonly Gen<ConnectionDraft> AzureBlobByIdentity =
        from account in Text(Letters, 3, 24)
        from container in Text(Small, 3, 63)
        select Draft(new AzureBlobSettings(account, container, AzureAuthMethod.ManagedIdentity), null);

    private static readonly Gen<ConnectionDraft> AmazonS3 =
        from bucket in Text(Letters, 3, 255)
        from keyId in Text(Letters, 1, 40)
        from key in Text(Base64, 1, 100)
        select Draft(new AmazonS3Settings(bucket), new AmazonS3Secret(keyId, key));

    private static readonly Gen<ConnectionDraft> GoogleBigQuery =
        from dataset in Text(Letters + "_", 1, 200)
        from key in Text(Base64 + " \n-", 1, 500)
        from hasMore in CsCheck.Gen.Bool
        select Draft(new GoogleBigQuerySettings(dataset), new GoogleBigQuerySecret(Key(key, hasMore)));

    public static readonly Gen<ConnectionDraft> Gen =
        from draft in CsCheck.Gen.OneOf(AzureBlob, AzureBlobByIdentity, AmazonS3, GoogleBigQuery)
        from name in Text(Letters + "-äß漢", 1, 200)
        from workspace in Text(Letters, 0, 32)
        select draft with { Input = draft.Input with { Name = name, WorkspaceId = workspace.Length == 0 ? null : workspace } };

    private static ConnectionDraft Draft(ConnectionSettings settings, ConnectionSecret? secret) => new(new ConnectionInput { Name = "", Settings = settings }, secret);

    private static Dictionary<string, string> Key(string privateKey, bool hasMore)
    {
        var key = new Dictionary<string, string> { ["type"] = "service_account", ["project_id"] = "p", ["private_key"] = privateKey, ["client_email"] = "a@p.iam.gserviceaccount.com" };
        if (hasMore)
        {
            key["private_key_id"] = "1";
            key["client_id"] = "2";
            key["auth_uri"] = "https://accounts.google.com/o/oauth2/auth";
            key["token_uri"] = "https://oauth2.googleapis.com/token";
            key["auth_provider_x509_cert_url"] = "https://www.googleapis.com/oauth2/v1/certs";
            key["client_x509_cert_url"] = "https://www.googleapis.com/robot/v1/metadata/x509/a";
            key["universe_domain"] = "googleapis.com";
        }

        return key;
    }

    private static Gen<string> Text(string characters, int shortest, int longest) =>
        CsCheck.Gen.Int[0, characters.Length - 1].Select(index => characters[index]).Array[shortest, longest].Select(text => new string(text));
}
