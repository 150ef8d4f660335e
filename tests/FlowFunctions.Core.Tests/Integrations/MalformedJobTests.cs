using System.Text;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

public class MalformedJobTests
{
    [Theory]
    [MemberData(nameof(MalformedJobs.All), MemberType = typeof(MalformedJobs), DisableDiscoveryEnumeration = true)]
    public void Read_names_the_path_of_each_problem(string name, string document, string[] paths)
    {
        var parsed = IntegrationInputReader.Read(Encoding.UTF8.GetBytes(document));

        Assert.False(parsed.IsValid, name);
        Assert.Equal(paths.Order(StringComparer.Ordinal), parsed.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(parsed.Problems, problem => Assert.EndsWith(".", problem.Message.Replace("?", ".")));
    }

    [Fact]
    public void Malformed_documents_are_more_than_sixty() => Assert.InRange(MalformedJobs.All.Count, 61, int.MaxValue);
}
