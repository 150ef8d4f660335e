using System.Text.RegularExpressions;

namespace FlowFunctions.Infra.Tests.Template;

/// <summary>Azure looks at names and scopes before it looks at conditions (Azure/bicep#1492, #10596): what is not deployed must have a whole name all the same.</summary>
public partial class NamesTests
{
    [Fact]
    public void No_module_is_given_an_empty_name()
    {
        var source = Infra.Read("infra/main.bicep");

        Assert.NotEmpty(NameArgument().Matches(source));
        Assert.DoesNotContain(NameArgument().Matches(source), argument => argument.Groups["value"].Value.Contains("''", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("Prod")]
    [InlineData("Everything")]
    public void No_segment_of_an_id_is_empty(string deployment) =>
        Assert.All(Deployment.Named(deployment).Resources, resource => Assert.DoesNotContain("//", resource.Id, StringComparison.Ordinal));

    [GeneratedRegex(@"^ +\w+Name: (?<value>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex NameArgument();
}
