using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Connections;

/// <summary>Reads the body of a connection of a known type, whole or as a change to one that is stored.</summary>
internal sealed class ConnectionBodyReader
{
    private static readonly FieldNames AzureBlob = new("name", "workspaceId", "storageAccountName", "containerName", "sasToken", "authMethod");
    private static readonly FieldNames AmazonS3 = new("name", "workspaceId", "bucketName", "accessKeyId", "secretAccessKey");
    private static readonly FieldNames GoogleBigQuery = new("name", "workspaceId", "dataset", "serviceAccountKey");

    private readonly DocumentObject _body;
    private readonly ConnectionInput? _current;

    private ConnectionBodyReader(DocumentObject body, ConnectionInput? current)
    {
        _body = body;
        _current = current;
    }

    /// <param name="value">The body.</param>
    /// <param name="type">Which fields it may have.</param>
    /// <param name="current">What the body changes; null where it is whole, and every field is required.</param>
    /// <returns>Null, or something that does not count, where there are problems.</returns>
    public static ConnectionDraft? Read(DocumentValue value, ConnectionType type, ConnectionInput? current)
    {
        var fields = type switch
        {
            ConnectionType.AzureBlob => AzureBlob,
            ConnectionType.AmazonS3 => AmazonS3,
            _ => GoogleBigQuery,
        };
        return value.AsObject(fields) is { } body ? new ConnectionBodyReader(body, current).Read(type) : null;
    }

    private ConnectionDraft Read(ConnectionType type)
    {
        var name = Text("name", static value => value.AsName(ConnectionInput.MaximumNameLength), _current?.Name);
        var workspaceId = _current is not null && !_body.Has("workspaceId") ? _current.WorkspaceId
            : _body.Optional("workspaceId") is { } id ? ReadWorkspaceId(id)
            : null;
        var (settings, secret) = type switch
        {
            ConnectionType.AzureBlob => ReadAzureBlob(_current?.Settings as AzureBlobSettings),
            ConnectionType.AmazonS3 => ReadAmazonS3(_current?.Settings as AmazonS3Settings),
            _ => ReadGoogleBigQuery(_current?.Settings as GoogleBigQuerySettings),
        };
        return new(new ConnectionInput { Name = name ?? "", WorkspaceId = workspaceId, Settings = settings }, secret);
    }

    private (ConnectionSettings Settings, ConnectionSecret? Secret) ReadAzureBlob(AzureBlobSettings? current)
    {
        var account = Text("storageAccountName", PlaceNames.ReadStorageAccount, current?.StorageAccountName);
        var container = Text("containerName", PlaceNames.ReadContainer, current?.ContainerName);
        var method = IsKept("authMethod") ? current!.AuthMethod : ReadAuthMethod(_body.Optional("authMethod"));
        var token = ReadSasToken(method, current?.AuthMethod);
        return (new AzureBlobSettings(account ?? "", container ?? "", method), token is null ? null : new AzureBlobSecret(token));
    }

    private static AzureAuthMethod ReadAuthMethod(DocumentValue? value)
    {
        switch (value?.AsString())
        {
            case null or AzureAuthMethods.Sas:
                return AzureAuthMethod.Sas;
            case AzureAuthMethods.ManagedIdentity:
                return AzureAuthMethod.ManagedIdentity;
            default:
                value.Refuse($"Must be '{AzureAuthMethods.Sas}' or '{AzureAuthMethods.ManagedIdentity}', or left out for the first.");
                return AzureAuthMethod.Sas;
        }
    }

    /// <param name="method">What the body asks for.</param>
    /// <param name="current">What the connection has; null for a whole body.</param>
    private string? ReadSasToken(AzureAuthMethod method, AzureAuthMethod? current)
    {
        if (method == AzureAuthMethod.ManagedIdentity)
        {
            _body.Optional("sasToken")?.Refuse($"A connection by '{AzureAuthMethods.ManagedIdentity}' has no SAS token; leave it out, or give '{AzureAuthMethods.Sas}' as its 'authMethod'.");
            return null;
        }

        return current == method
            ? Text("sasToken", Credentials.ReadSasToken, absent: null)
            : _body.Required("sasToken") is { } token ? Credentials.ReadSasToken(token) : null;
    }

    private (ConnectionSettings Settings, ConnectionSecret? Secret) ReadAmazonS3(AmazonS3Settings? current)
    {
        var bucket = Text("bucketName", PlaceNames.ReadBucket, current?.BucketName);
        var keyId = Text("accessKeyId", Credentials.ReadKey, absent: null);
        var key = Text("secretAccessKey", Credentials.ReadKey, absent: null);
        return (new AmazonS3Settings(bucket ?? ""), keyId is null && key is null ? null : new AmazonS3Secret(keyId, key));
    }

    private (ConnectionSettings Settings, ConnectionSecret? Secret) ReadGoogleBigQuery(GoogleBigQuerySettings? current)
    {
        var dataset = Text("dataset", PlaceNames.ReadDataset, current?.Dataset);
        var key = IsKept("serviceAccountKey") ? null : _body.Required("serviceAccountKey");
        return (
            new GoogleBigQuerySettings(dataset ?? ""),
            key is not null && ServiceAccountKeyReader.Read(key) is { } members ? new GoogleBigQuerySecret(members) : null);
    }

    private string? Text(string field, Func<DocumentValue, string?> read, string? absent) =>
        IsKept(field) ? absent : _body.Required(field) is { } value ? read(value) : null;

    private bool IsKept(string field) => _current is not null && !_body.Has(field);

    private static string? ReadWorkspaceId(DocumentValue value)
    {
        if (value.AsString(ConnectionInput.MaximumWorkspaceIdLength) is not { } id)
        {
            return null;
        }

        if (id.Length == 0 || id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            value.Refuse("Must be an id of letters, digits, '-' and '_'.");
            return null;
        }

        return id;
    }
}
