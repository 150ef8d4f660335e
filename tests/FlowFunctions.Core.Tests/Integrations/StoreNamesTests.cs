using System.Text;
using CsCheck;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

public class StoreNamesTests
{
    private const string Dots = "Must not have a segment '.' or '..': a name leads nowhere but into its container or bucket.";
    private const string Slashes = "Must not have an empty segment: no two slashes in a row.";
    private const string Root = "Must not begin with '/': a name is within its container or bucket.";
    private const string Backslash = "Must not contain backslashes; '/' separates folders.";
    private const string Control = "Must not contain control characters.";
    private const string Surrogate = "Must be Unicode text: it has half of a surrogate pair.";
    private const string NoCharacter = "Must not contain U+FFFE and U+FFFF, which are no characters.";
    private const string Folder = "Must be the path of a file, not of a folder.";
    private const string LastDot = "Must not have a segment that ends with a dot, which Azure Storage may drop.";

    private static readonly ConnectionType[] Files = [ConnectionType.AzureBlob, ConnectionType.AmazonS3];

    /// <summary>All that an address, a library or a store may make something else of.</summary>
    private static readonly Gen<string> AnyName = Gen.OneOf(
        Gen.OneOf("/", "\\", ".", "..", "%", "%2e", "%2F", "%00", "?", "#", "*", ":", ";", "=", "&", "+", "~", "@", "'", "\"", "<", "|", " ", "a", "B", "7"),
        Gen.OneOf("é", "e\u0301", "ß", "文", "😀", "\u200e", "\u202e", "\u2028", "\u00a0", "\ufeff", "\ufffd", "\ue000", "\ud800", "\udc00", "\0", "\u0085"),
        Gen.Char.Select(character => character.ToString())).Array[0, 12].Select(parts => string.Concat(parts));

    [Theory]
    [InlineData("sales.csv")]
    [InlineData("in/2026/sales.csv")]
    [InlineData("..sales.csv")]
    [InlineData("in/...sales/.hidden")]
    [InlineData("a b/c d.csv")]
    [InlineData("100%.csv")]
    [InlineData("%2e%2e/other.csv")]
    [InlineData("a%2Fb")]
    [InlineData("what?.csv")]
    [InlineData("no#1.csv")]
    [InlineData("Verkäufe/文/😀.csv")]
    [InlineData("sales-*.csv")]
    [InlineData("https:")]
    public void Name_of_a_file_is_taken_as_it_is(string name) => Assert.All(Files, store =>
    {
        Assert.Null(StoreNames.FindFault(store, name));
        Assert.Null(StoreNames.FindFaultOfTarget(store, name));
    });

    [Theory]
    [InlineData("../other/leak.csv", Dots)]
    [InlineData("..", Dots)]
    [InlineData(".", Dots)]
    [InlineData("in/../../other/leak.csv", Dots)]
    [InlineData("in/./sales.csv", Dots)]
    [InlineData("in/..", Dots)]
    [InlineData("*/../sales.csv", Dots)]
    [InlineData("/lead.csv", Root)]
    [InlineData("//other/lead.csv", Root)]
    [InlineData("/", Root)]
    [InlineData("in//sales.csv", Slashes)]
    [InlineData("https://example.com/sales.csv", Slashes)]
    [InlineData("in//", Slashes)]
    [InlineData("..\\other\\leak.csv", Backslash)]
    [InlineData("in\\sales.csv", Backslash)]
    [InlineData("a\0.csv", Control)]
    [InlineData("a\r\nb", Control)]
    [InlineData("a\u007f", Control)]
    [InlineData("a\u0085", Control)]
    [InlineData("a\ufffe", NoCharacter)]
    [InlineData("a\uffff", NoCharacter)]
    [InlineData("", "Must not be empty.")]
    public void Name_that_leads_elsewhere_or_is_none_says_why(string name, string fault) => Assert.All(Files, store =>
    {
        Assert.Equal(fault, StoreNames.FindFault(store, name));
        Assert.Equal(fault, StoreNames.FindFaultOfTarget(store, name));
    });

    // Attributes keep no half of a pair.
    [Fact]
    public void Half_of_a_surrogate_pair_is_no_text() => Assert.All(Enum.GetValues<ConnectionType>(), store =>
        Assert.All(["\ud83d", "\ude00", "a\ud83d", "\ud83da", "\ude00\ud83d"], name => Assert.Equal(Surrogate, StoreNames.FindFault(store, name))));

    [Fact]
    public void Folder_is_taken_where_an_export_goes_and_not_where_an_import_reads() => Assert.All(Files, store =>
    {
        Assert.Null(StoreNames.FindFaultOfTarget(store, "out/"));
        Assert.Equal(Folder, StoreNames.FindFault(store, "out/"));
        Assert.Equal(Dots, StoreNames.FindFaultOfTarget(store, "../"));
    });

    [Theory]
    [InlineData("sales.")]
    [InlineData("in./sales.csv")]
    [InlineData("...")]
    [InlineData("out./")]
    public void Segment_that_ends_with_a_dot_is_for_Amazon_alone(string name)
    {
        Assert.Equal(LastDot, StoreNames.FindFaultOfTarget(ConnectionType.AzureBlob, name));
        Assert.Null(StoreNames.FindFaultOfTarget(ConnectionType.AmazonS3, name));
    }

    [Fact]
    public void Length_is_counted_in_bytes_of_UTF_8() => Assert.All(Enum.GetValues<ConnectionType>(), store =>
    {
        Assert.Null(StoreNames.FindFault(store, new('ä', 512)));
        Assert.Equal("Must be at most 1024 bytes of UTF-8, but is 1025.", StoreNames.FindFault(store, "a" + new string('ä', 512)));
    });

    [Fact]
    public void Blob_has_254_segments_at_most()
    {
        var longest = string.Join('/', Enumerable.Repeat("a", 254));

        Assert.Null(StoreNames.FindFault(ConnectionType.AzureBlob, longest));
        Assert.Null(StoreNames.FindFaultOfTarget(ConnectionType.AzureBlob, longest + "/"));
        Assert.Equal("Must have at most 254 segments, but has 255.", StoreNames.FindFault(ConnectionType.AzureBlob, longest + "/a"));
        Assert.Null(StoreNames.FindFault(ConnectionType.AmazonS3, longest + "/a"));
    }

    [Theory]
    [InlineData("../other/tables/leak")]
    [InlineData("other.leak")]
    [InlineData("sales$20261101")]
    [InlineData("sales/rows")]
    [InlineData("sales*")]
    [InlineData("a\u200eb")]
    public void Table_is_called_by_its_own_name_alone(string name) => Assert.Equal(
        "Must be the name of a table alone, without project and dataset: letters, marks, digits, connectors, dashes and spaces.",
        StoreNames.FindFault(ConnectionType.GoogleBigQuery, name));

    [Fact]
    public void Address_of_any_name_that_is_let_through_is_within_its_place_and_ends_with_the_name() => AnyName.Sample(
        name => Assert.All(Enum.GetValues<ConnectionType>().Where(store => StoreNames.FindFault(store, name) is null), _ =>
        {
            var address = new Uri("https://store.example/place/" + string.Join('/', name.Split('/').Select(Uri.EscapeDataString)));

            Assert.Equal("/place/" + name, Uri.UnescapeDataString(address.AbsolutePath));
            Assert.Equal(("", ""), (address.Query, address.Fragment));
        }),
        iter: 20_000);

    [Fact]
    public void Any_text_is_a_name_or_is_told_why_not() => AnyName.Sample(
        name => Assert.All(Files, store =>
        {
            var isName = name.Length > 0
                && new UTF8Encoding(false, false).GetString(Encoding.UTF8.GetBytes(name)) == name
                && !name.Any(character => char.IsControl(character) || character is '\\' or '\ufffe' or '\uffff')
                && name.Split('/').All(segment => segment is not ("" or "." or "..") && !(store == ConnectionType.AzureBlob && segment[^1] == '.'));

            Assert.Equal(isName, StoreNames.FindFault(store, name) is null);
        }),
        iter: 20_000);
}
