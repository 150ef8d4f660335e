using System.Text;
using FlowFunctions.Core.Documents;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Documents;

public class KindMessageTests
{
    [Theory]
    [InlineData("name", "a string", "{}", "an object")]
    [InlineData("name", "a string", "[]", "an array")]
    [InlineData("name", "a string", "1", "a number")]
    [InlineData("name", "a string", "true", "true")]
    [InlineData("name", "a string", "false", "false")]
    [InlineData("nuxVisible", "true or false", "'x'", "a string")]
    [InlineData("jobs", "an array", "1", "a number")]
    [InlineData("endpoint", "an object", "1", "a number")]
    [InlineData("processId", "a whole number", "true", "true")]
    public void Value_of_another_kind_is_told_with_both_kinds(string name, string expected, string value, string given)
    {
        var document = Encoding.UTF8.GetBytes($"{{'{name}':{value}}}".Replace('\'', '"'));

        Assert.Contains(new Problem(name, $"Must be {expected}, but is {given}."), IntegrationInputReader.Read(document).Problems);
    }

    [Fact]
    public void Words_that_are_allowed_are_listed() => Assert.Contains(
        new Problem("endpoint.method", "Must be 'POST', 'PUT' or 'PATCH', but is 'GET'."),
        IntegrationInputReader.Read("""{"endpoint":{"method":"GET"}}"""u8.ToArray()).Problems);
}
