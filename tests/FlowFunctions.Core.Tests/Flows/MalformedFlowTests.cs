using System.Text;
using FlowFunctions.Core.Flows;

namespace FlowFunctions.Core.Tests.Flows;

public class MalformedFlowTests
{
    [Theory]
    [MemberData(nameof(MalformedFlows.All), MemberType = typeof(MalformedFlows), DisableDiscoveryEnumeration = true)]
    public void Read_names_the_path_of_each_problem(string name, string document, string[] paths)
    {
        var parsed = FlowInputReader.Read(Encoding.UTF8.GetBytes(document));

        Assert.False(parsed.IsValid, name);
        Assert.Equal(paths.Order(StringComparer.Ordinal), parsed.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(parsed.Problems, problem => Assert.EndsWith(".", problem.Message.Replace("?", ".")));
    }

    [Fact]
    public void Malformed_documents_are_more_than_a_hundred() => Assert.InRange(MalformedFlows.All.Count, 101, int.MaxValue);
}
