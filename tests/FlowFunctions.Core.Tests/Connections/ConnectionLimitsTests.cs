using System.Text;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Tests.Connections;

/// <summary>Each rule of a connection's fields at its bound: the last value that is taken, and the first that is not.</summary>
public class ConnectionLimitsTests
{
    private static readonly ConnectionInput Blob = new() { Name = "Blob", Settings = new AzureBlobSettings("acme", "raw") };
    private static readonly ConnectionInput S3 = new() { Name = "S3", Settings = new AmazonS3Settings("bucket") };
    private static readonly ConnectionInput BigQuery = new() { Name = "BQ", Settings = new GoogleBigQuerySettings("sales") };

    private static readonly (ConnectionInput Of, string Field, string[] Taken, string[] Refused)[] Bounds =
    [
        (S3, "name", ["n", A(200)], ["", A(201)]),
        (S3, "workspaceId", ["w", "a-b_C9", A(64)], ["", A(65), "a.b", "a`b"]),
        (Blob, "storageAccountName", ["abc", A(24)], ["ab", A(25), "a-b"]),
        (Blob, "containerName", ["abc", "$root", "$web", "$logs", "a-b", "0a9", A(63)],
            ["ab", A(64), "a--b", "-ab", "ab-", "aBc", "a.b", "$other", ""]),
        (S3, "bucketName", ["abc", A(255), "a.b", "a-b", "a_b", "A9z", "1.2.3.256", "1.2.3.a", "1.2.3"],
            ["ab", A(256), "a..b", "-ab", "ab-", ".ab", "ab_", "a/b", "a`b", "1.2.3.4", "255.255.255.255"]),
        (BigQuery, "dataset", ["d", "D_9", A(1024)], ["", A(1025), "a-b", "a`b"]),
        (S3, "accessKeyId", ["!", "~", A(4096)], ["", A(4097), " ", "a b", "\u007F", "é"]),
        (Blob, "sasToken", ["sv=1", "sig=a", "abcdefgh=1", "az=!~", "zz=1&aa=2", "sv=a=b", $"sig={A(4092)}"],
            ["", "?", "a=1", "abcdefghi=1", "sv=", "=sv", "sv", "Sv=1", "s{=1", "s`=1", "sV=1", "sv=1&", "sv=1 ", "sv=\u007F",
                $"sig={A(4093)}", "https://a?sv=1", "sharedaccesssignature=sv=1", "accountkey=a"]),
    ];

    public static TheoryData<string, string, bool> Values => AtBounds.Of(Bounds.Select(bound => (bound.Field, bound.Taken, bound.Refused)));

    [Theory]
    [MemberData(nameof(Values))]
    public void Field_is_taken_up_to_its_bound(string field, string value, bool isTaken)
    {
        var current = Bounds.Single(bound => bound.Field == field).Of;

        var parsed = ConnectionReader.ReadPatch(Encoding.UTF8.GetBytes($$"""{"{{field}}":"{{value}}"}"""), current);

        Assert.Equal(isTaken ? [] : [field], parsed.Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData("sharedaccesssignature=sv=1", "Must be the SAS token alone, not a connection string.")]
    [InlineData("accountkey=a", "Must be the SAS token alone, not a connection string.")]
    [InlineData("sv=://", "Must be the SAS token alone: what follows the question mark of a SAS address.")]
    [InlineData("sv = 1", "Must be a SAS token alone: printable ASCII characters without spaces.")]
    [InlineData("sv=1&a", "Must be a SAS token: parameters of the form 'name=value', joined by '&'.")]
    public void Token_that_is_something_else_is_told_what_it_is(string token, string message) =>
        Assert.Equal(message,
            Assert.Single(ConnectionReader.ReadPatch(Encoding.UTF8.GetBytes($$"""{"sasToken":"{{token}}"}"""), Blob).Problems).Message);

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void Members_of_a_service_accounts_key_have_10000_characters_together(int length, bool isTaken)
    {
        var others = "service_account".Length + "p".Length + "a@b".Length;

        var parsed = ReadKey(new string('k', length - others));

        Assert.Equal(isTaken ? [] : ["Its members must be at most 10,000 characters together, but are 10,001."],
            parsed.Problems.Select(problem => problem.Message));
        Assert.All(parsed.Problems, problem => Assert.Equal("serviceAccountKey", problem.Path));
    }

    [Theory]
    [InlineData(10_000, "serviceAccountKey")]
    [InlineData(10_001, "serviceAccountKey.privateKey")]
    public void Member_of_a_service_accounts_key_that_alone_is_too_long_is_told_alone(int length, string path) =>
        Assert.Equal([path], ReadKey(new string('k', length)).Problems.Select(problem => problem.Path));

    [Theory]
    [InlineData("-----BEGIN\\r\\n\\tMII~ \\n-----END", true)]
    [InlineData("\\u007F", false)]
    [InlineData("\\u001F", false)]
    [InlineData("\\u000B", false)]
    [InlineData("\\u000E", false)]
    [InlineData("", false)]
    public void Service_accounts_key_is_ASCII_with_any_line_ends(string key, bool isTaken) =>
        Assert.Equal(isTaken ? [] : ["serviceAccountKey.privateKey"], ReadKey(key).Problems.Select(problem => problem.Path));

    [Fact]
    public void Half_a_key_is_not_whole_and_takes_the_other_half_from_what_is_stored()
    {
        var stored = new AmazonS3Secret("OLD", "old");

        Assert.Equal([false, false, false, true],
            new AmazonS3Secret?[] { new(null, null), new("a", null), new(null, "b"), new("a", "b") }.Select(secret => secret!.IsWhole));
        Assert.Equal(new AmazonS3Secret("a", "b"), new AmazonS3Secret("a", "b").Over(stored));
        Assert.Equal(new AmazonS3Secret("a", null), new AmazonS3Secret("a", null).Over(new AzureBlobSecret("sv=1")));
    }

    [Fact]
    public void Secret_of_one_part_is_whole_and_replaces_what_is_stored()
    {
        var token = new AzureBlobSecret("sv=1");

        Assert.True(token.IsWhole);
        Assert.Same(token, token.Over(new AzureBlobSecret("sv=0")));
        Assert.Equal("(secret)", token.ToString());
    }

    [Fact]
    public void Methods_have_the_words_of_the_wire_format() =>
        Assert.Equal(["SAS-based", "ManagedIdentity"], Enum.GetValues<AzureAuthMethod>().Select(method => method.Word));

    private static Parsed<ConnectionDraft> ReadKey(string privateKey) => ConnectionReader.ReadPatch(
        Encoding.UTF8.GetBytes(
            $$$"""{"serviceAccountKey":{"type":"service_account","project_id":"p","private_key":"{{{privateKey}}}","client_email":"a@b"}}"""), BigQuery);

    private static string A(int length) => new('a', length);
}
