using System.Text;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Tests.Connections;

public class ConnectionReaderTests
{
    private static readonly ConnectionInput Blob = new() { Name = "Blob", WorkspaceId = "w", Settings = new AzureBlobSettings("acme", "raw") };
    private static readonly ConnectionInput S3 = new() { Name = "S3", Settings = new AmazonS3Settings("bucket") };
    private static readonly ConnectionInput BigQuery = new() { Name = "BQ", Settings = new GoogleBigQuerySettings("sales") };

    [Theory]
    [InlineData("$root")]
    [InlineData("$web")]
    [InlineData("$logs")]
    [InlineData("raw-data-1")]
    [InlineData("123")]
    public void Container_may_be_called(string name) =>
        Assert.Equal(new AzureBlobSettings("acme", name), Valid(ConnectionReader.ReadPatch(Utf8($"{{'containerName':'{name}'}}"), Blob)).Input.Settings);

    [Theory]
    [InlineData("abc")]
    [InlineData("MyStorageAccount")]
    [InlineData("123456789012345678901234")]
    public void Storage_account_may_be_called(string name) =>
        Assert.Equal(new AzureBlobSettings(name, "raw"), Valid(ConnectionReader.ReadPatch(Utf8($"{{'storageAccountName':'{name}'}}"), Blob)).Input.Settings);

    [Theory]
    [InlineData("my.bucket-1")]
    [InlineData("Old_Bucket_of_us-east-1")]
    [InlineData("192.168.5.4.5")]
    [InlineData("1.2.3")]
    public void Bucket_may_be_called(string name) =>
        Assert.Equal(new AmazonS3Settings(name), Valid(ConnectionReader.ReadPatch(Utf8($"{{'bucketName':'{name}'}}"), S3)).Input.Settings);

    [Theory]
    [InlineData("sp=racwdl&st=2021-10-07T09:11:01Z&se=2021-10-07T10:11:01Z&spr=https&sv=2020-08-04&sr=c&sig=04YRw4xd%3D")]
    [InlineData("?sv=2024-11-04&ss=b&srt=sco&skoid=1&saoid=2&sig=a%2Bb%3D")]
    [InlineData("sv=2024-11-04&sig=a+b/c=")]
    public void Token_is_taken_as_the_portal_shows_it(string token) =>
        Assert.Equal(new AzureBlobSecret(token.TrimStart('?')), Valid(ConnectionReader.ReadPatch(Utf8($"{{'sas_token':'{token}'}}"), Blob)).Secret);

    [Fact]
    public void Patch_of_a_name_keeps_the_rest_and_the_secret()
    {
        var draft = Valid(ConnectionReader.ReadPatch(Utf8("{'name':' Renamed '}"), Blob));

        Assert.Equal(Blob with { Name = "Renamed" }, draft.Input);
        Assert.Null(draft.Secret);
    }

    [Fact]
    public void Patch_takes_away_what_it_gives_as_null() =>
        Assert.Equal(Blob with { WorkspaceId = null }, Valid(ConnectionReader.ReadPatch(Utf8("{'workspaceId':null,'authMethod':null}"), Blob)).Input);

    [Fact]
    public void Patch_from_a_token_to_the_services_identity_needs_nothing_else()
    {
        var draft = Valid(ConnectionReader.ReadPatch(Utf8("{'authMethod':'ManagedIdentity'}"), Blob));

        Assert.Equal(new AzureBlobSettings("acme", "raw", AzureAuthMethod.ManagedIdentity), draft.Input.Settings);
        Assert.Null(draft.Secret);
    }

    [Theory]
    [InlineData("{'authMethod':'SAS-based'}")]
    [InlineData("{'authMethod':null}")]
    [InlineData("{'sasToken':'sv=1&sig=a'}")]
    public void Patch_from_the_services_identity_to_a_token_needs_both(string patch)
    {
        var current = Blob with { Settings = new AzureBlobSettings("acme", "raw", AzureAuthMethod.ManagedIdentity) };

        Assert.Equal(["sasToken"], ConnectionReader.ReadPatch(Utf8(patch), current).Problems.Select(problem => problem.Path));
        Assert.Equal(
            new AzureBlobSecret("sv=1&sig=a"),
            Valid(ConnectionReader.ReadPatch(Utf8("{'authMethod':'SAS-based','sasToken':'sv=1&sig=a'}"), current)).Secret);
    }

    [Fact]
    public void Stored_settings_from_before_there_was_a_choice_are_of_a_token() => Assert.Equal(
        new AzureBlobSettings("acme", "raw"),
        System.Text.Json.JsonSerializer.Deserialize<AzureBlobSettings>("""{"StorageAccountName":"acme","ContainerName":"raw"}"""));

    [Fact]
    public void Patch_of_half_a_key_is_completed_by_what_is_stored()
    {
        var half = Valid(ConnectionReader.ReadPatch(Utf8("{'secretAccessKey':'new'}"), S3)).Secret!;
        var other = Valid(ConnectionReader.ReadPatch(Utf8("{'accessKeyId':'NEW'}"), S3)).Secret!;

        Assert.False(half.IsWhole);
        Assert.Equal(new AmazonS3Secret("OLD", "new"), half.Over(new AmazonS3Secret("OLD", "old")));
        Assert.Equal(new AmazonS3Secret("NEW", "old"), other.Over(new AmazonS3Secret("OLD", "old")));
        Assert.True(half.Over(new AmazonS3Secret("OLD", "old")).IsWhole);
    }

    [Theory]
    [InlineData("{'name':null}", "name")]
    [InlineData("{'storageAccountName':null,'sasToken':null}", "storageAccountName", "sasToken")]
    [InlineData("{'bucketName':'b'}", "bucketName")]
    [InlineData("{'type':'AmazonS3'}", "type")]
    [InlineData("{'body':{}}", "body")]
    [InlineData("[]", "")]
    [InlineData("", "")]
    public void Patch_that_leaves_no_connection_is_refused(string patch, params string[] paths) =>
        Assert.Equal(paths, ConnectionReader.ReadPatch(Utf8(patch), Blob).Problems.Select(problem => problem.Path));

    [Fact]
    public void Patch_of_a_service_account_takes_the_whole_key() => Assert.Equal(
        ["serviceAccountKey.type", "serviceAccountKey.projectId", "serviceAccountKey.clientEmail"],
        ConnectionReader.ReadPatch(Utf8("{'serviceAccountKey':{'private_key':'k'}}"), BigQuery).Problems.Select(problem => problem.Path));

    [Fact]
    public void Unknown_member_of_a_key_names_the_nearest_in_its_own_spelling() => Assert.Contains(
        new Problem("serviceAccountKey.privateKy", "Unknown property 'private_ky'; did you mean 'private_key'?"),
        ConnectionReader.ReadPatch(Utf8("{'serviceAccountKey':{'private_ky':'k'}}"), BigQuery).Problems);

    private static ConnectionDraft Valid(Parsed<ConnectionDraft> parsed)
    {
        Assert.Empty(parsed.Problems);
        return parsed.Value!;
    }

    private static byte[] Utf8(string document) => Encoding.UTF8.GetBytes(document.Replace('\'', '"'));
}
